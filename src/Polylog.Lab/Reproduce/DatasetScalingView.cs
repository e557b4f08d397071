using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Figures 5a and 5b: the test loss against the number of rows, and of units.</summary>
/// <param name="thing">What is counted: rows or units.</param>
/// <param name="series">The series; the full one is first, the paper's compression second.</param>
/// <param name="ours">Our points.</param>
/// <param name="theirs">The authors' points.</param>
internal sealed class DatasetScalingView(
    string thing,
    IReadOnlyList<CurveWords> series,
    IReadOnlyList<DatasetScalingPoint> ours,
    IReadOnlyList<DatasetScalingPoint> theirs) : IFigureView
{
    private const int Columns = 3;

    /// <summary>The series of figure 5a.</summary>
    public static IReadOnlyList<CurveWords> Rows { get; } = Joined(
        TrainingCurvesView.RowCurves.Where(words => Figure5aDatasetScaling.Series.Contains(words.Curve)));

    /// <summary>The series of figure 5b.</summary>
    public static IReadOnlyList<CurveWords> Units { get; } = Joined(TrainingCurvesView.UnitCurves);

    public void Fill(Report report)
    {
        string full = series[0].Curve, compressed = series[1].Curve;
        IEnumerable<string> headings = series.Skip(1).Select(words => words.Heading);
        // Two tables: one table of all columns would be wider than a terminal.
        List<string[]> ratios = [], excesses = [];
        foreach (DatasetScalingPoint point in ours)
        {
            string[] place = [Format.Whole(point.Count), Format.Whole(point.Size)];
            DatasetScalingPoint? authors = theirs.FirstOrDefault(other => other.Count == point.Count);
            ratios.Add(
            [
                .. place,
                .. series.Skip(1).Select(words => ReportTable.Ratio(point.Ratio(words.Curve))),
                .. theirs.Count > 0 ? [ReportTable.Ratio(authors?.Ratio(compressed))] : Array.Empty<string>(),
            ]);
            excesses.Add(
            [
                place[0], ReportTable.Small(point.Losses[full].Mean), ReportTable.Small(point.Losses[full].Error),
                .. series.Skip(1).Select(words => Signed(point.Excess(words.Curve))),
            ]);
        }
        string authorsAre = theirs.Count > 0 ? "; the authors' column is for their compressed set" : "";
        report.TitledTable(
            $"mean test loss / mean test loss of {series[0].Text}{authorsAre}",
            [$"{thing} d", "kept d'", .. headings, .. theirs.Count > 0 ? ["authors'"] : Array.Empty<string>()], ratios);
        report.TitledTable(
            $"mean test loss of {series[0].Text}, its standard error, and by how many standard errors the others are above it",
            [$"{thing} d", "of all", "+-", .. headings], excesses);
        foreach (CurveWords words in series)
        {
            bool hasAuthors = theirs.Count > 0 && theirs[0].Losses.ContainsKey(words.Curve);
            string authors = hasAuthors ? $", authors' {Exponent(Fit(theirs, words.Curve))}" : "";
            string variable = words.Curve == full ? "d" : "d'";
            report.Line("exponent", $"{words.Text}, in {variable}: {Exponent(Fit(ours, words.Curve))}{authors}{Times(words.Curve)}");
        }
    }

    public PictureSheet Draw()
    {
        LogLogPanel[] panels =
        [
            Panel($"against all {thing}", $"{thing} d", (point, _) => point.Count),
            Panel($"against the {thing} used in training", $"{thing} in training", (point, one) => point.Rows(one)),
        ];
        LogLogPanel.Align(panels, sameValues: true);
        return new PictureSheet($"Test loss and the number of {thing}", Columns, panels, [.. Legend()]);
    }

    private LogLogPanel Panel(string title, string axis, Func<DatasetScalingPoint, string, int> count)
    {
        var panel = new LogLogPanel(title, axis, "mean test loss");
        foreach (CurveWords words in series)
        {
            IEnumerable<DatasetScalingPoint> authors = theirs.Where(point => point.Losses.ContainsKey(words.Curve));
            panel.Add(authors.Select(Point), SeriesStyle.Authors(words.Style.Line.Color));
            panel.Add(ours.Select(Point), words.Style);

            (double, double) Point(DatasetScalingPoint point) => (count(point, words.Curve), point.Losses[words.Curve].Mean);
        }
        return panel;
    }

    private IEnumerable<(SeriesStyle Style, string Text)> Legend()
    {
        foreach (CurveWords words in series)
            yield return (words.Style, words.Text);
        if (theirs.Count > 0)
            yield return (SeriesStyle.Authors(SeriesStyle.Ink), "the authors' points");
    }

    private static CurveWords[] Joined(IEnumerable<CurveWords> curves) =>
        [.. curves.Select(words => words with { Style = SeriesStyle.OursJoined(words.Style.Line.Color) })];

    private string Times(string one) => one != series[0].Curve && Fit(ours, one) is { } fit && Fit(ours, series[0].Curve) is { } full
        ? $"; {ReportTable.Ratio(fit.Slope / full.Slope)} times the exponent in d"
        : "";

    private static LogLogFit? Fit(IEnumerable<DatasetScalingPoint> points, string one) =>
        DatasetScalingPoint.Fit(points, one);

    private static string Exponent(LogLogFit? fit) =>
        fit is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{-fit.Slope:0.000} +- {fit.SlopeError:0.000}");

    private static string Signed(double? value) =>
        value is { } number ? number.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : "-";
}
