using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Figures 3, 4 and 7: training curves.</summary>
/// <param name="curves">What the curves are of, in the order of the table; the first is what the others are held against.</param>
/// <param name="ours">Our curves, by recipe and trial.</param>
/// <param name="theirs">The authors'.</param>
internal sealed class TrainingCurvesView(
    IReadOnlyList<CurveWords> curves, IReadOnlyList<TrainingCurves> ours, IReadOnlyList<TrainingCurves> theirs) : IFigureView
{
    private const int MostColumns = 3;

    // Losses have five digits in the rows.
    private const double SmallestDistance = 1e-4;

    // The small scales have recipes of their own, which nobody else has trained by.
    private readonly TrainingCurves[] _theirs = [.. theirs.Where(authors => ours.Any(authors.IsLike))];

    /// <summary>The curves of figure 3.</summary>
    public static IReadOnlyList<CurveWords> OfRows { get; } =
    [
        new("full", "all rows", "all rows", SeriesStyle.Curve(SeriesStyle.Ink)),
        new("compressed", "compressed", "compressed as the paper does", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        new("lossaware", "loss-aware", "compressed for the loss", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        new("random", "random", "random rows", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        new("again", "all rows again", "all rows, other batches", SeriesStyle.Curve(SeriesStyle.Ink.WithOpacity(0.35))),
    ];

    /// <summary>The curves of figure 4.</summary>
    public static IReadOnlyList<CurveWords> OfUnits { get; } =
    [
        new("full", "all units", "all units", SeriesStyle.Curve(SeriesStyle.Ink)),
        new("compressed", "compressed", "compressed as the paper does", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        new("aware", "spread evenly", "compressed, units spread evenly", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        new("random", "random", "random units", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        new("function", "function kept", "function kept, then trained as it is", SeriesStyle.Curve(SeriesStyle.Colour(3))),
    ];

    /// <summary>The curves of figure 7.</summary>
    public static IReadOnlyList<CurveWords> OfHeads { get; } =
    [
        new("full", "all heads", "all heads", SeriesStyle.Curve(SeriesStyle.Ink)),
        new("compressed", "compressed", "compressed as the paper does", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        new("aware", "function-aware", "compressed, what heads do kept too", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        new("random", "random", "random heads", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        new("function", "function kept", "function kept, then trained as it is", SeriesStyle.Curve(SeriesStyle.Colour(3))),
    ];

    public void Report(IAnsiConsole console)
    {
        WriteTable(console, "last test loss", (trials, curve) => ReportTable.Small(trials.Average(trial => trial.TestLosses[curve][^1])));
        WriteTable(console, "distance", (trials, curve) => curve == curves[0].Curve ? "-" : Format.Percent(CurveDistance.Of(trials, curve).RootMeanSquare));
        WriteTable(console, "worst epoch", (trials, curve) => curve == curves[0].Curve ? "-" : Format.Percent(CurveDistance.Of(trials, curve).Worst));
        var summary = new Summary(console);
        summary.Line("distance", $"from the curve of {curves[0].Text}: root mean square over epochs of the logarithm of the quotient of test losses");
        summary.Line("worst epoch", $"largest relative difference of the test loss from that of {curves[0].Text}, over the epochs recorded");
        if (theirs.Count > 0 && _theirs.Length == 0)
            summary.Line("authors", "not shown: their curves are of other settings, which --scale full has");
    }

    public PictureSheet Draw()
    {
        List<LogLogPanel> panels = [.. Recipes().Select(Panel)];
        LogLogPanel.Align(panels, sameValues: true);
        if (panels.Count == 1)
        {
            // What lies on top of each other in the first panel.
            panels.Add(DistancePanel(Recipes().Single()));
            LogLogPanel.Align(panels[1..], sameValues: true);
        }
        // The explanation takes a place too: no row for it alone.
        int columns = panels.Count % MostColumns == 0 ? MostColumns + 1 : MostColumns;
        return new PictureSheet("Test loss during training", Math.Min(columns, panels.Count + 1), panels, [.. Legend()]);
    }

    private void WriteTable(IAnsiConsole console, string what, Func<IReadOnlyList<TrainingCurves>, string, string> cell)
    {
        var table = new ReportTable([what, .. curves.Select(curve => curve.Heading)]);
        foreach (TrainingCurves[] trials in Recipes())
        {
            Row(trials[0].Title, trials);
            TrainingCurves[] authors = [.. _theirs.Where(trials[0].IsLike)];
            if (authors.Length > 0)
                Row("authors'", authors);
        }
        table.Write(console);

        void Row(string title, TrainingCurves[] trials) =>
            table.Row([title, .. curves.Select(curve => IsDrawn(trials, curve.Curve) ? cell(trials, curve.Curve) : "-")]);
    }

    // With a full batch, training again is the same training.
    private static bool IsDrawn(TrainingCurves[] trials, string curve) => trials[0].TestLosses.ContainsKey(curve) && (curve != "again" || trials[0].BatchSize > 0);

    private LogLogPanel Panel(TrainingCurves[] trials)
    {
        var panel = new LogLogPanel(trials[0].Title, "epoch", "test loss");
        // The first is drawn last, on top of the others. Authors' points behind our last epoch are left out: they would squeeze our curves into a corner.
        foreach (CurveWords words in curves.Reverse())
        {
            if (IsDrawn(trials, words.Curve))
                panel.Add(Means(trials, words.Curve), words.Style);
            foreach (TrainingCurves authors in _theirs.Where(other => other.IsLike(trials[0]) && other.TestLosses.ContainsKey(words.Curve)))
                panel.Add(Means([authors], words.Curve).Where(point => point.X <= trials[0].Epochs[^1]), SeriesStyle.Authors(words.Style.Line.Color));
        }
        return panel;
    }

    private LogLogPanel DistancePanel(TrainingCurves[] trials)
    {
        var panel = new LogLogPanel($"distance from {curves[0].Text}", "epoch", "relative difference") { Floor = SmallestDistance };
        foreach (CurveWords words in curves.Skip(1).Reverse())
        {
            panel.Add(Distances(trials, words.Curve), words.Style);
            foreach (TrainingCurves authors in _theirs.Where(other => other.IsLike(trials[0]) && other.TestLosses.ContainsKey(words.Curve)))
                panel.Add(Distances([authors], words.Curve).Where(point => point.X <= trials[0].Epochs[^1]), SeriesStyle.Authors(words.Style.Line.Color));
        }
        return panel;
    }

    // The largest of all trials.
    private IEnumerable<(double X, double Y)> Distances(TrainingCurves[] trials, string curve) => trials[0].Epochs.Select((epoch, point) =>
        ((double)epoch, trials.Max(trial => Math.Abs(trial.TestLosses[curve][point] / trial.TestLosses[curves[0].Curve][point] - 1))));

    // Over trials, on the logarithmic scale it is drawn on.
    private static IEnumerable<(double X, double Y)> Means(TrainingCurves[] trials, string curve) => trials[0].Epochs.Select((epoch, point) =>
        ((double)epoch, Math.Exp(trials.Average(trial => Math.Log(trial.TestLosses[curve][point])))));

    private IEnumerable<TrainingCurves[]> Recipes() => ours.GroupBy(trial => trial.Title).Select(trials => trials.ToArray());

    private IEnumerable<(SeriesStyle Style, string Text)> Legend()
    {
        foreach (CurveWords words in curves)
            yield return (words.Style, words.Text);
        if (_theirs.Length > 0)
            yield return (SeriesStyle.Authors(SeriesStyle.Ink), "the authors' points");
    }
}
