namespace Polylog;

/// <summary>What a check of kernel functions found.</summary>
/// <param name="Residual">The largest difference of a matched function's sum, relative to the measure's weight and to the function's
/// largest value.</param>
/// <param name="Matched">Functions that are to match: fewer than planned where the rows do not have as many.</param>
/// <param name="Watched">Functions after those that were kept small.</param>
internal readonly record struct KernelFinding(double Residual, int Matched, int Watched)
{
    /// <summary>The finding where a coreset and a recipe do not go together.</summary>
    public static KernelFinding Unfit { get; } = new(double.PositiveInfinity, 0, 0);

    /// <summary>Two findings as one.</summary>
    public KernelFinding With(KernelFinding other) =>
        new(Math.Max(Residual, other.Residual), Matched + other.Matched, Watched + other.Watched);
}
