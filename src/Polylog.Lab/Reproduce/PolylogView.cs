using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Figure 8: the error when about ln^m d of d points are kept.</summary>
internal sealed class PolylogView(IReadOnlyList<PolylogTrial> ours, IReadOnlyList<PolylogError> theirs) : IFigureView
{
    private const int Columns = 2;

    // An error of exactly zero is drawn here.
    private const double Floor = 1e-18;

    private const double DoubleRounding = 1.1e-16;

    public void Fill(Report report)
    {
        List<string[]> rows = [];
        foreach (IGrouping<(int Dimension, int Count), PolylogTrial> point in ours.GroupBy(trial => (trial.Dimension, trial.Count)))
        {
            double[] their = [.. theirs.Where(trial => (trial.Dimension, trial.Count) == point.Key).Select(trial => trial.Error)];
            int positive = point.Count(trial => trial.LeastWeight > 0);
            rows.Add(
            [
                $"{point.Key.Dimension}",
                Format.Whole(point.Key.Count),
                Format.Whole(point.Max(trial => trial.Kept)),
                Format.Small(SampleStatistics.Median(point.Select(trial => trial.Error))),
                Format.Small(point.Max(trial => trial.Error)),
                ReportTable.Small(SampleStatistics.MedianOrNull(their)),
                ReportTable.Small(their.Length > 0 ? their.Max() : null),
                positive == point.Count() ? "all" : $"in {positive} of {point.Count()} trials",
                ReportTable.Seconds(SampleStatistics.Median(point.Select(trial => trial.Seconds))),
            ]);
        }
        report.Table(new FactTable(
            "Errors of all trials",
            ["m", "points d", "kept", "error: median", "worst", "authors': median", "worst", "weights above 0", "time"], rows));
    }

    public PictureSheet Draw()
    {
        int[] dimensions = [.. ours.Select(trial => trial.Dimension).Distinct()];
        List<LogLogPanel> errors = [.. dimensions.Select(ErrorPanel)];
        LogLogPanel.Align(errors, sameValues: true);
        LogLogPanel times = TimePanel(dimensions);
        return new PictureSheet("Error when about lnᵐ d of d points are kept", Columns, [.. errors, times], [.. Legend(dimensions)]);
    }

    private LogLogPanel ErrorPanel(int dimension)
    {
        string size = dimension == 1 ? "120 ln d" : "20 ln² d";
        string pole = PolylogSettings.Pole(dimension).ToString(CultureInfo.InvariantCulture);
        var panel = new LogLogPanel($"m = {dimension}, A = {pole}: {size} kept", "points d", "error") { Floor = Floor };
        PolylogTrial[] own = [.. ours.Where(trial => trial.Dimension == dimension)];
        panel.Add([(own.Min(trial => trial.Count), DoubleRounding), (own.Max(trial => trial.Count), DoubleRounding)], Rounding);
        panel.Add(theirs.Where(trial => trial.Dimension == dimension).Select(trial => ((double)trial.Count, trial.Error)), Authors);
        panel.Add(own.Select(trial => ((double)trial.Count, trial.Error)), SeriesStyle.Trial(SeriesStyle.Colour(dimension)));
        panel.Add(Medians(own, trial => trial.Error), SeriesStyle.OursJoined(SeriesStyle.Colour(dimension)));
        return panel;
    }

    private LogLogPanel TimePanel(int[] dimensions)
    {
        var panel = new LogLogPanel("time of our compression", "points d", "seconds");
        foreach (int dimension in dimensions)
        {
            IEnumerable<PolylogTrial> own = ours.Where(trial => trial.Dimension == dimension);
            panel.Add(Medians(own, trial => trial.Seconds), SeriesStyle.OursJoined(SeriesStyle.Colour(dimension)));
        }
        LogLogPanel.Align([panel], sameValues: true);
        return panel;
    }

    private IEnumerable<(SeriesStyle Style, string Text)> Legend(int[] dimensions)
    {
        foreach (int dimension in dimensions)
            yield return (SeriesStyle.OursJoined(SeriesStyle.Colour(dimension)), $"ours, m = {dimension}: median of trials");
        yield return (SeriesStyle.Trial(SeriesStyle.Ink), "ours: a trial");
        if (theirs.Count > 0)
            yield return (Authors, "the authors': a trial");
        yield return (Rounding, "rounding of a double near 1");
    }

    private static SeriesStyle Authors => SeriesStyle.Authors(SeriesStyle.Ink);

    private static SeriesStyle Rounding => SeriesStyle.Law(SeriesStyle.Ink);

    private static IEnumerable<(double X, double Y)> Medians(IEnumerable<PolylogTrial> trials, Func<PolylogTrial, double> value) =>
        trials.GroupBy(trial => trial.Count).Select(same => ((double)same.Key, SampleStatistics.Median(same.Select(value))));
}
