using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Figure 6: the time of a compression.</summary>
internal sealed class RuntimeView(IReadOnlyList<RuntimePoint> ours, IReadOnlyList<RuntimePoint> theirs) : IFigureView
{
    private const int Columns = 2;

    public void Fill(Report report)
    {
        List<string[]> rows = [];
        foreach (RuntimePoint point in ours)
        {
            double? their = theirs.FirstOrDefault(other => (other.Dimension, other.Count) == (point.Dimension, point.Count))?.Seconds;
            rows.Add(
            [
                $"{point.Dimension}", Format.Whole(point.Count), ReportTable.Seconds(point.Seconds), ReportTable.Seconds(their),
                their is { } seconds ? Format.Whole((long)Math.Round(seconds / point.Seconds)) : "-",
            ]);
        }
        report.Table(new FactTable("Times", ["m", "points d", "ours", "authors', M4 Pro", "authors' / ours"], rows));
        foreach (IGrouping<int, RuntimePoint> one in ours.GroupBy(point => point.Dimension))
        {
            string authors = theirs.Count > 0 ? $", authors' {ReportTable.Exponent(Fit(theirs, one.Key)?.Slope)}" : "";
            report.Line($"m = {one.Key}", $"time grows like d^p, p = {ReportTable.Exponent(RuntimePoint.Fit(one)?.Slope)}{authors}");
        }
    }

    public PictureSheet Draw()
    {
        List<LogLogPanel> panels = [.. ours.Select(point => point.Dimension).Distinct().Select(Panel)];
        LogLogPanel.Align(panels, sameValues: true);
        return new PictureSheet("Time of a compression at order 5 to a tenth", Columns, panels, [.. Legend()]);
    }

    private LogLogPanel Panel(int dimension)
    {
        var panel = new LogLogPanel($"m = {dimension}", "points d", "seconds");
        RuntimePoint[] own = [.. ours.Where(point => point.Dimension == dimension)];
        // Through the last point, because small compressions have fixed costs.
        panel.Add(new[] { own[0], own[^1] }.Select(point => ((double)point.Count, own[^1].Seconds * point.Count / own[^1].Count)), Linear);
        panel.Add(Pairs(theirs.Where(point => point.Dimension == dimension)), Authors);
        panel.Add(Pairs(own), Ours);
        return panel;
    }

    private IEnumerable<(SeriesStyle Style, string Text)> Legend()
    {
        yield return (Ours, "ours, on this machine");
        if (theirs.Count > 0)
            yield return (Authors, "the authors', on an Apple M4 Pro");
        yield return (Linear, "proportional to d");
    }

    private static SeriesStyle Ours => SeriesStyle.OursJoined(SeriesStyle.Colour(1));

    private static SeriesStyle Authors => SeriesStyle.AuthorsJoined(SeriesStyle.Colour(2));

    private static SeriesStyle Linear => SeriesStyle.Law(SeriesStyle.Ink);

    private static LogLogFit? Fit(IEnumerable<RuntimePoint> points, int dimension) =>
        RuntimePoint.Fit(points.Where(point => point.Dimension == dimension));

    private static IEnumerable<(double X, double Y)> Pairs(IEnumerable<RuntimePoint> points) =>
        points.Select(point => ((double)point.Count, point.Seconds));
}
