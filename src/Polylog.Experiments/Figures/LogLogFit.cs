namespace Polylog.Experiments;

/// <summary>A power law y = factor * x^slope through points: least squares of log y on log x.</summary>
/// <param name="Slope">The exponent.</param>
/// <param name="Factor">The value at x = 1.</param>
/// <param name="Points">Points it was fitted to.</param>
/// <param name="SlopeError">The exponent's standard error, from the points' distances to the law.</param>
public sealed record LogLogFit(double Slope, double Factor, int Points, double SlopeError)
{
    /// <summary>Fewer points say nothing about a law.</summary>
    public const int FewestPoints = 3;

    /// <summary>Fits.</summary>
    /// <param name="points">Points with x and y above 0.</param>
    /// <returns>The fit; null for fewer than <see cref="FewestPoints"/> points.</returns>
    public static LogLogFit? Fit(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] logs = [.. points.Select(point => (Math.Log(point.X), Math.Log(point.Y)))];
        if (logs.Length < FewestPoints)
            return null;
        double x = logs.Average(point => point.X), y = logs.Average(point => point.Y);
        double spread = logs.Sum(point => (point.X - x) * (point.X - x));
        double slope = logs.Sum(point => (point.X - x) * (point.Y - y)) / spread;
        double squares = logs.Sum(point => Math.Pow(point.Y - y - slope * (point.X - x), 2));
        return new LogLogFit(slope, Math.Exp(y - slope * x), logs.Length, Math.Sqrt(squares / (logs.Length - 2) / spread));
    }

    /// <summary>The law's value.</summary>
    public double At(double x) => Factor * Math.Pow(x, Slope);
}
