namespace Polylog;

/// <summary>The predictions for one order.</summary>
/// <param name="Order">The order.</param>
/// <param name="Moments">Moments it has: the fewest rows that can be kept.</param>
/// <param name="Size">Rows to keep.</param>
/// <param name="Leaves">Leaves the compression would have.</param>
/// <param name="SmoothError">Relative error to expect for smooth functions.</param>
/// <param name="KinkedError">Relative error to expect for kinked functions.</param>
/// <param name="Time">Time of the compression, about.</param>
/// <param name="Memory">Peak memory in bytes, about.</param>
/// <param name="Measured">Whether the errors of this order were measured on a sample.</param>
internal sealed record PlannedOrder(
    int Order, long Moments, long Size, long Leaves, double SmoothError, double KinkedError, TimeSpan Time, double Memory, bool Measured)
{
    /// <summary>The error for a use; for any, the worse of the two.</summary>
    /// <param name="use">The use.</param>
    public double Error(Use use) => use switch
    {
        Use.Smooth => SmoothError,
        Use.Kinked => KinkedError,
        _ => Math.Max(SmoothError, KinkedError),
    };
}
