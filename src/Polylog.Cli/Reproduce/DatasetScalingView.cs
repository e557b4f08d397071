using System.Globalization;
using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Figure 5a: what a row is worth.</summary>
internal sealed class DatasetScalingView(IReadOnlyList<DatasetScalingPoint> ours, IReadOnlyList<DatasetScalingPoint> theirs) : IFigureView
{
    private const int Columns = 2;

    private static readonly (string Series, string Text, SeriesStyle Style)[] s_series =
    [
        ("full", "all d rows", SeriesStyle.OursJoined(SeriesStyle.Ink)),
        ("compressed", "compressed as the paper does", SeriesStyle.OursJoined(SeriesStyle.Colour(1))),
        ("lossaware", "compressed for the loss", SeriesStyle.OursJoined(SeriesStyle.Colour(4))),
        ("random", "random rows", SeriesStyle.OursJoined(SeriesStyle.Colour(2))),
    ];

    public void Report(IAnsiConsole console)
    {
        var table = new ReportTable(
            "rows d", "kept d'", "test loss of all", "standard error", "compressed / all", "in errors", "loss-aware / all", "in errors", "random / all", "authors' compressed / all");
        foreach (DatasetScalingPoint point in ours)
        {
            DatasetScalingPoint? authors = theirs.FirstOrDefault(other => other.Count == point.Count);
            table.Row(
                Figures.Whole(point.Count),
                Figures.Whole(point.Size),
                ReportTable.Small(point.Losses["full"].Mean),
                ReportTable.Small(point.Losses["full"].Error),
                ReportTable.Ratio(point.Ratio("compressed")),
                Signed(point.Excess("compressed")),
                ReportTable.Ratio(point.Ratio("lossaware")),
                Signed(point.Excess("lossaware")),
                ReportTable.Ratio(point.Ratio("random")),
                ReportTable.Ratio(authors?.Ratio("compressed")));
        }
        table.Write(console);
        var summary = new Summary(console);
        summary.Line("in errors", "how many standard errors of all rows' mean loss the mean loss is above it");
        foreach ((string series, string text, _) in s_series)
        {
            string authors = theirs.Count > 0 && theirs[0].Losses.ContainsKey(series) ? $", authors' {Exponent(Fit(theirs, series))}" : "";
            summary.Line("exponent", $"{text}, in {(series == "full" ? "d" : "d'")}: {Exponent(Fit(ours, series))}{authors}{Times(series)}");
        }
    }

    public PictureSheet Draw()
    {
        LogLogPanel[] panels = [Panel("against the rows there are", "rows d", (point, _) => point.Count), Panel("against the rows trained on", "rows trained on", (point, series) => point.Rows(series))];
        LogLogPanel.Align(panels, sameValues: true);
        return new PictureSheet("Test loss and the size of the data set", Columns, panels, [.. Legend()]);
    }

    private LogLogPanel Panel(string title, string axis, Func<DatasetScalingPoint, string, int> rows)
    {
        var panel = new LogLogPanel(title, axis, "mean test loss");
        foreach ((string series, _, SeriesStyle style) in s_series)
        {
            panel.Add(theirs.Where(point => point.Losses.ContainsKey(series)).Select(Point), SeriesStyle.Authors(style.Line.Color));
            panel.Add(ours.Select(Point), style);

            (double, double) Point(DatasetScalingPoint point) => (rows(point, series), point.Losses[series].Mean);
        }
        return panel;
    }

    private IEnumerable<(SeriesStyle Style, string Text)> Legend()
    {
        foreach ((_, string text, SeriesStyle style) in s_series)
            yield return (style, text);
        if (theirs.Count > 0)
            yield return (SeriesStyle.Authors(SeriesStyle.Ink), "the authors' points");
    }

    private string Times(string series) => series != "full" && Fit(ours, series) is { } fit && Fit(ours, "full") is { } full
        ? $"; {ReportTable.Ratio(fit.Slope / full.Slope)} times the exponent in d"
        : "";

    private static LogLogFit? Fit(IEnumerable<DatasetScalingPoint> points, string series) => DatasetScalingPoint.Fit(points, series);

    private static string Exponent(LogLogFit? fit) =>
        fit is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{-fit.Slope:0.000} +- {fit.SlopeError:0.000}");

    private static string Signed(double? value) => value is { } number ? number.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : "-";
}
