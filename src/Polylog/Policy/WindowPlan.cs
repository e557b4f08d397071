namespace Polylog;

/// <summary>
/// A leaf whose weights are kept even: points pass through a window, and every weight ends at 0 or at a bound, but for a few.
/// </summary>
/// <param name="Recipe">What its kernel functions are found from, out of its own rows.</param>
internal sealed record WindowPlan(KernelRecipe Recipe)
{
    /// <summary>Points that pass through windows for each that is kept; where there are more, bins of points are halved before.</summary>
    public int Passing { get; init; } = CompressionPolicy.PointsOfWindows;

    /// <summary>Largest weight as a multiple of the mean, at least 1; null where the functions come first.</summary>
    public double? MaxWeight { get; init; }

    /// <summary>The largest weight itself, where there are several leaves; null where the mean is that of the leaf.</summary>
    public double? Largest { get; init; }

    /// <summary>Seed of random directions; null where the watched functions decide.</summary>
    public ulong? Draw { get; init; }
}
