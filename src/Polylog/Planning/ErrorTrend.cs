namespace Polylog;

/// <summary>Measured errors over those of the formula: a factor at a size, a power of the size, and their scatter.</summary>
/// <param name="Factor">Measured error / the formula's at <paramref name="Size"/> rows kept.</param>
/// <param name="Slope">Power of the size by which the ratio changes.</param>
/// <param name="Size">Where the factor holds.</param>
/// <param name="Scatter"><see cref="TrialErrors.High"/> over <see cref="TrialErrors.Median"/>; 1 for the formula, which has no functions.
/// </param>
internal readonly record struct ErrorTrend(double Factor, double Slope, double Size, double Scatter)
{
    public static readonly ErrorTrend None = new(1, 0, 1, 1);

    // With the formula's own slope of -1/2 or less, more rows still never mean a larger error.
    private const double SteepestUp = 0.4;
    private const double SteepestDown = -3;

    // Variance of a measured logarithm over the variance expected of slopes: what a slope seen over a short stretch has to stand against.
    private const double Caution = 2;

    /// <summary>Fits a line to logarithms of ratios, its slope pulled towards 0 where the sizes lie close together.</summary>
    /// <param name="points">Sizes, ratios and scatters, at least one.</param>
    public static ErrorTrend Fit(IReadOnlyList<(double Size, double Ratio, double Scatter)> points)
    {
        double centre = points.Average(point => Math.Log(point.Size)), height = points.Average(point => Math.Log(point.Ratio));
        double product = 0, square = 0;
        foreach ((double size, double ratio, _) in points)
        {
            double x = Math.Log(size) - centre;
            product += x * (Math.Log(ratio) - height);
            square += x * x;
        }
        double scatter = Math.Exp(points.Average(point => Math.Log(point.Scatter)));
        return new ErrorTrend(
            Math.Exp(height), Math.Clamp(product / (square + Caution), SteepestDown, SteepestUp), Math.Exp(centre), scatter);
    }

    public double At(double size) => Factor * Math.Pow(size / Size, Slope);
}
