namespace Polylog.Experiments;

/// <summary>The coresets of one split, and what a constant reaches there.</summary>
public sealed record SplitResult
{
    /// <summary>Seed of the split.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The coreset of the training rows.</summary>
    public required Coreset Coreset { get; init; }

    /// <summary>Seconds it took to make.</summary>
    public required double CoresetSeconds { get; init; }

    /// <summary>The smoothed target of its rows; null where nobody asked for it.</summary>
    public double[]? Smooth { get; init; }

    /// <summary>The coreset made as in the paper; null where the order has more moments than there are rows to keep.</summary>
    public required Coreset? Paper { get; init; }

    /// <summary>The test error of the best constant: the mean of the training rows, or the shares of their classes.</summary>
    public required double ConstantError { get; init; }
}
