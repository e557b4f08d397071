using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Figure 3: training curves.</summary>
internal sealed class TrainingCurvesView(IReadOnlyList<TrainingCurves> ours, IReadOnlyList<TrainingCurves> theirs) : IFigureView
{
    private const int Columns = 3;

    private static readonly (string Curve, string Text, SeriesStyle Style)[] s_curves =
    [
        ("again", "all rows, other batches", SeriesStyle.Curve(SeriesStyle.Ink.WithOpacity(0.35))),
        ("random", "random rows", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        ("compressed", "compressed as the paper does", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        ("lossaware", "compressed for the loss", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        ("full", "all rows", SeriesStyle.Curve(SeriesStyle.Ink)),
    ];

    public void Report(IAnsiConsole console)
    {
        WriteTable(console, "last test loss", (trials, curve) => ReportTable.Small(trials.Average(trial => trial.TestLosses[curve][^1])));
        WriteTable(console, "distance", (trials, curve) => curve == "full" ? "-" : Figures.Percent(CurveDistance.Of(trials, curve).RootMeanSquare));
        WriteTable(console, "worst epoch", (trials, curve) => curve == "full" ? "-" : Figures.Percent(CurveDistance.Of(trials, curve).Worst));
        var summary = new Summary(console);
        summary.Line("distance", "from the curve of all rows: root mean square over epochs of the logarithm of the quotient of test losses");
        summary.Line("worst epoch", "largest relative difference of the test loss from that of all rows");
    }

    public PictureSheet Draw()
    {
        List<LogLogPanel> panels = [.. Recipes().Select(Panel)];
        LogLogPanel.Align(panels, sameValues: true);
        return new PictureSheet("Test loss during training", Columns, panels, [.. Legend()]);
    }

    private void WriteTable(IAnsiConsole console, string what, Func<IReadOnlyList<TrainingCurves>, string, string> cell)
    {
        var table = new ReportTable(what, "all rows", "compressed", "loss-aware", "random", "all rows again");
        foreach (TrainingCurves[] trials in Recipes())
        {
            Row(trials[0].Title, trials);
            TrainingCurves[] authors = [.. theirs.Where(trials[0].IsLike)];
            if (authors.Length > 0)
                Row("authors'", authors);
        }
        table.Write(console);

        void Row(string title, TrainingCurves[] trials) => table.Row(
            [title, .. new[] { "full", "compressed", "lossaware", "random", "again" }.Select(curve =>
                trials[0].TestLosses.ContainsKey(curve) && (curve != "again" || trials[0].BatchSize > 0) ? cell(trials, curve) : "-")]);
    }

    private LogLogPanel Panel(TrainingCurves[] trials)
    {
        var panel = new LogLogPanel(trials[0].Title, "epoch", "test loss");
        foreach ((string curve, _, SeriesStyle style) in s_curves)
        {
            if (curve != "again" || trials[0].BatchSize > 0)
                panel.Add(Means(trials, curve), style);
            foreach (TrainingCurves authors in theirs.Where(other => other.IsLike(trials[0]) && other.TestLosses.ContainsKey(curve)))
                panel.Add(Means([authors], curve), SeriesStyle.Authors(style.Line.Color));
        }
        return panel;
    }

    // Over trials, on the logarithmic scale it is drawn on.
    private static IEnumerable<(double X, double Y)> Means(TrainingCurves[] trials, string curve) => trials[0].Epochs.Select((epoch, point) =>
        ((double)epoch, Math.Exp(trials.Average(trial => Math.Log(trial.TestLosses[curve][point])))));

    private IEnumerable<TrainingCurves[]> Recipes() => ours.GroupBy(trial => trial.Title).Select(trials => trials.ToArray());

    private IEnumerable<(SeriesStyle Style, string Text)> Legend()
    {
        foreach ((_, string text, SeriesStyle style) in s_curves.Reverse())
            yield return (style, text);
        if (theirs.Count > 0)
            yield return (SeriesStyle.Authors(SeriesStyle.Ink), "the authors' points");
    }
}
