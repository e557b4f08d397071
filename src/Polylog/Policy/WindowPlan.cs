namespace Polylog;

/// <summary>
/// A leaf whose weights are kept even: points pass through a window, and every weight ends at 0 or at a bound, but for a few.
/// </summary>
/// <param name="Kernel">The kernel functions; null for polynomials alone.</param>
/// <param name="KernelMatched">Kernel functions that are matched exactly.</param>
/// <param name="KernelWatched">Kernel functions after those that are kept small.</param>
internal sealed record WindowPlan(KernelFunctions? Kernel, int KernelMatched, int KernelWatched)
{
    /// <summary>What the kernel functions were found from.</summary>
    public KernelRecipe Recipe { get; init; }

    /// <summary>Largest weight as a multiple of the mean, at least 1; null where the functions come first.</summary>
    public double? MaxWeight { get; init; }

    /// <summary>Seed of random directions; null where the watched functions decide.</summary>
    public ulong? Draw { get; init; }
}
