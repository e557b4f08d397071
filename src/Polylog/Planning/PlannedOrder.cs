namespace Polylog;

/// <summary>The predictions for one order.</summary>
/// <param name="Order">The order.</param>
/// <param name="Size">Rows to keep.</param>
internal sealed record PlannedOrder(int Order, long Size)
{
    /// <summary>Moments of the order: the fewest rows that can be kept.</summary>
    public required long Moments { get; init; }

    /// <summary>Kernel functions matched beside the moments, with even weights and without leaves; null for moments in leaves.</summary>
    public int? KernelFunctions { get; init; }

    /// <summary>Leaves that the compression would have.</summary>
    public required long Leaves { get; init; }

    /// <summary>Expected relative error for smooth functions.</summary>
    public required double SmoothError { get; init; }

    /// <summary>Expected relative error for kinked functions.</summary>
    public required double KinkedError { get; init; }

    /// <summary>Expected time of the compression.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Expected peak memory, in bytes.</summary>
    public required double Memory { get; init; }

    /// <summary>Whether the errors of this order were measured on a sample.</summary>
    public required bool Measured { get; init; }

    /// <summary>The error for a use; for any, the worse of the two.</summary>
    /// <param name="use">The use.</param>
    public double Error(Use use) => use switch
    {
        Use.Smooth => SmoothError,
        Use.Kinked => KinkedError,
        _ => Math.Max(SmoothError, KinkedError),
    };
}
