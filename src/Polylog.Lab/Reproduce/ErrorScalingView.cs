using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Figure 2: the error against the number of points.</summary>
internal sealed class ErrorScalingView(IReadOnlyList<ErrorScalingPoint> ours, IReadOnlyList<ErrorScalingPoint> theirs) : IFigureView
{
    private const int Columns = 3;

    // Smaller errors are rounding noise of f and would only stretch the axes.
    private const double Floor = 1e-18;

    private readonly ErrorScalingSummary _summary = new(ours, theirs);

    public void Fill(Report report)
    {
        report.Table(new FactTable(
            "How fast the error falls with the number of points",
            ["m", "order", "exponent: paper's law", "ours", "authors'", "our error / authors'"],
            [
                .. _summary.Slopes.Select(slope => new[]
                {
                    $"{slope.Dimension}", $"{slope.Order}", Exponent(slope.Theory), Exponent(slope.Ours?.Slope),
                    Exponent(slope.Theirs?.Slope), ReportTable.Ratio(slope.Ratio),
                }),
            ]));
        if (theirs.Count > 0)
        {
            report.Line("equal order", $"our error / authors': {Text(_summary.EqualOrder)}");
            report.Line("auto", $"our error with automatic orders / authors' at their best order: {Text(_summary.AutoAgainstTheirBest)}");
        }
        int highest = _summary.Slopes.Max(slope => slope.Order);
        report.Line("auto", $"our error with automatic orders / ours at the best of orders 1 to {highest}: "
            + $"{Text(_summary.AutoAgainstOurBest)}");
        report.Line("fits", $"of points where a tenth is kept and the error is above {Format.Limit(ErrorScalingSummary.OurFloor)} (ours) "
            + $"or {Format.Limit(ErrorScalingSummary.TheirFloor)} (authors'); ratios where the other error is above its limit");
    }

    public PictureSheet Draw()
    {
        List<LogLogPanel> panels = [.. ours.Select(point => point.Dimension).Distinct().Select(Panel)];
        LogLogPanel.Align(panels, sameValues: false);
        return new PictureSheet("Mean error of f, a tenth of d points kept", Columns, panels, [.. Legend()]);
    }

    private LogLogPanel Panel(int dimension)
    {
        var panel = new LogLogPanel($"m = {dimension}", "points d", "mean error") { Floor = Floor };
        IEnumerable<ErrorScalingPoint> ordered = InDimension(ours, dimension).Where(point => point.Order is not null);
        foreach (IGrouping<int?, ErrorScalingPoint> one in ordered.GroupBy(point => point.Order))
        {
            int order = one.Key!.Value;
            ScottPlot.Color colour = SeriesStyle.Colour(order);
            panel.Add(Law(one, dimension, order), SeriesStyle.Law(colour));
            panel.Add(Pairs(InDimension(theirs, dimension).Where(point => point.Order == order)), SeriesStyle.Authors(colour));
            panel.Add(Pairs(one), SeriesStyle.Ours(colour));
        }
        panel.Add(Pairs(InDimension(ours, dimension).Where(point => point.Order is null && point.KeepsTenth)),
            SeriesStyle.OursJoined(SeriesStyle.Ink));
        return panel;
    }

    // A line with the exponent of the paper, through the geometric mean of the points that are fitted.
    private static IEnumerable<(double X, double Y)> Law(IEnumerable<ErrorScalingPoint> points, int dimension, int order)
    {
        ErrorScalingPoint[] fitted = [.. points.Where(point => point.KeepsTenth && point.Error > ErrorScalingSummary.OurFloor)];
        if (fitted.Length == 0)
            return [];
        double slope = new ErrorSlope(dimension, order, null, null, null).Theory;
        double factor = Math.Exp(fitted.Average(point => Math.Log(point.Error) - slope * Math.Log(point.Count)));
        return new[] { fitted[0].Count, fitted[^1].Count }.Distinct().Select(count => ((double)count, factor * Math.Pow(count, slope)));
    }

    private IEnumerable<(SeriesStyle Style, string Text)> Legend()
    {
        foreach (int order in ours.Where(point => point.Order is not null).Select(point => point.Order!.Value).Distinct())
            yield return (SeriesStyle.Ours(SeriesStyle.Colour(order)), $"order {order}");
        yield return (SeriesStyle.OursJoined(SeriesStyle.Ink), "automatic order in each leaf");
        yield return (SeriesStyle.Law(SeriesStyle.Ink), "law d^-((k+1)/m + 1/2)");
        if (theirs.Count > 0)
            yield return (SeriesStyle.Authors(SeriesStyle.Ink), "the authors' points");
    }

    private static IEnumerable<ErrorScalingPoint> InDimension(IEnumerable<ErrorScalingPoint> points, int dimension) =>
        points.Where(point => point.Dimension == dimension);

    private static IEnumerable<(double X, double Y)> Pairs(IEnumerable<ErrorScalingPoint> points) =>
        points.Select(point => ((double)point.Count, point.Error));

    private static string Exponent(double? value) => ReportTable.Exponent(value);

    private static string Text(ErrorRatios ratios) => ratios.Points == 0
        ? "nothing to compare"
        : $"median {ReportTable.Ratio(ratios.Median)}, at most 1 at {ratios.NotWorse} of {Format.Count(ratios.Points, "point")} "
            + $"({Format.Percent((double)ratios.NotWorse / ratios.Points)})";
}
