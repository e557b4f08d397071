namespace Polylog.Experiments;

/// <summary>How fast the error falls at one dimension and order: exponents of d.</summary>
/// <param name="Dimension">m.</param>
/// <param name="Order">k.</param>
/// <param name="Ours">Fit of our points; null where too few are above rounding.</param>
/// <param name="Theirs">Fit of the authors' points at the same d; null likewise.</param>
/// <param name="Ratio">Median over d of our error divided by theirs; null where there is nothing to compare.</param>
public sealed record ErrorSlope(int Dimension, int Order, LogLogFit? Ours, LogLogFit? Theirs, double? Ratio)
{
    /// <summary>The exponent the paper observes.</summary>
    public double Theory => -((Order + 1.0) / Dimension + 0.5);
}

/// <summary>Errors divided by others, point by point.</summary>
/// <param name="Points">Points compared.</param>
/// <param name="NotWorse">Points where ours is not above the other.</param>
/// <param name="Median">Median of ours divided by the other; null where there are no points.</param>
public sealed record ErrorRatios(int Points, int NotWorse, double? Median)
{
    internal static ErrorRatios Of(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        return new ErrorRatios(all.Length, all.Count(ratio => ratio <= 1), SampleStatistics.MedianOrNull(all));
    }
}

/// <summary>What figure 2 says in numbers.</summary>
/// <param name="ours">Our points.</param>
/// <param name="theirs">The authors' points, or none.</param>
public sealed class ErrorScalingSummary(IReadOnlyList<ErrorScalingPoint> ours, IReadOnlyList<ErrorScalingPoint> theirs)
{
    /// <summary>Our errors below this are rounding in part, and left out of fits.</summary>
    public const double OurFloor = 1e-15;

    /// <summary>The authors' errors below this are rounding in part, and left out of fits and comparisons.</summary>
    public const double TheirFloor = 1e-14;

    /// <summary>The exponents, by dimension and order.</summary>
    public IReadOnlyList<ErrorSlope> Slopes =>
    [
        .. from point in ours
           where point.Order is not null
           group point by (point.Dimension, Order: point.Order!.Value) into one
           let counts = one.Select(point => point.Count).ToHashSet()
           let same = theirs.Where(point => (point.Dimension, point.Order) == one.Key && counts.Contains(point.Count))
           select new ErrorSlope(one.Key.Dimension, one.Key.Order, Fit(one, OurFloor), Fit(same, TheirFloor),
               SampleStatistics.MedianOrNull(Ratios(one, same))),
    ];

    /// <summary>Our errors divided by the authors' at equal dimension, order and d.</summary>
    public ErrorRatios EqualOrder => ErrorRatios.Of(Ratios(ours.Where(point => point.Order is not null), theirs));

    /// <summary>The chosen orders' errors divided by the authors' at the best of their orders, at equal dimension, d and size.</summary>
    public ErrorRatios AutoAgainstTheirBest => Auto(theirs, TheirFloor);

    /// <summary>The chosen orders' errors divided by ours at the best of the fixed orders, at equal dimension, d and size.</summary>
    public ErrorRatios AutoAgainstOurBest => Auto(ours.Where(point => point.Order is not null), OurFloor);

    /// <summary>The points that a law is fitted to: above rounding, and with a tenth kept.</summary>
    /// <param name="points">Points of one dimension and order.</param>
    /// <param name="floor">Errors up to this are left out.</param>
    public static LogLogFit? Fit(IEnumerable<ErrorScalingPoint> points, double floor) =>
        LogLogFit.Fit(points.Where(point => point.KeepsTenth && point.Error > floor).Select(point => ((double)point.Count, point.Error)));

    private static IEnumerable<double> Ratios(IEnumerable<ErrorScalingPoint> ours, IEnumerable<ErrorScalingPoint> theirs) =>
        from our in ours
        join their in theirs on (our.Dimension, our.Order, our.Count) equals (their.Dimension, their.Order, their.Count)
        where their.Error > TheirFloor
        select our.Error / their.Error;

    private ErrorRatios Auto(IEnumerable<ErrorScalingPoint> others, double floor) => ErrorRatios.Of(
        from other in others
        group other by (other.Dimension, other.Count) into same
        let best = same.MinBy(point => point.Error)
        where best.Error > floor
        from point in ours
        where point.Order is null && (point.Dimension, point.Count, point.Size) == (best.Dimension, best.Count, best.Size)
        select point.Error / best.Error);
}
