using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Figures 3, 4 and 7: training curves.</summary>
/// <param name="curves">The curves in the order of the table; the others are compared with the first.</param>
/// <param name="ours">Our curves, by recipe and trial.</param>
/// <param name="theirs">The authors' curves.</param>
internal sealed class TrainingCurvesView(
    IReadOnlyList<CurveWords> curves, IReadOnlyList<TrainingCurves> ours, IReadOnlyList<TrainingCurves> theirs) : IFigureView
{
    private const int MostColumns = 3;

    // The rows contain losses with five digits.
    private const double SmallestDistance = 1e-4;

    // Only recipes that we have as well: the small scales have other recipes than the paper.
    private readonly TrainingCurves[] _theirs = [.. theirs.Where(authors => ours.Any(authors.IsLike))];

    /// <summary>The curves of figure 3.</summary>
    public static IReadOnlyList<CurveWords> RowCurves { get; } =
    [
        new("full", "all rows", "all rows", SeriesStyle.Curve(SeriesStyle.Ink)),
        new("compressed", "compressed", "compressed as in the paper", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        new("lossaware", "loss-aware", "compressed for the loss", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        new("adaptive", "adaptive", "compressed again and again", SeriesStyle.Curve(SeriesStyle.Colour(3))),
        new("random", "random", "random rows", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        new("again", "all rows again", "all rows, with other batches", SeriesStyle.Curve(SeriesStyle.Ink.WithOpacity(0.35))),
    ];

    /// <summary>The curves of figure 4.</summary>
    public static IReadOnlyList<CurveWords> UnitCurves { get; } =
    [
        new("full", "all units", "all units", SeriesStyle.Curve(SeriesStyle.Ink)),
        new("compressed", "compressed", "compressed as in the paper", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        new("aware", "spread evenly", "compressed, units spread evenly", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        new("random", "random", "random units", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        new("function", "function kept", "function kept, ordinary training", SeriesStyle.Curve(SeriesStyle.Colour(3))),
    ];

    /// <summary>The curves of figure 7.</summary>
    public static IReadOnlyList<CurveWords> HeadCurves { get; } =
    [
        new("full", "all heads", "all heads", SeriesStyle.Curve(SeriesStyle.Ink)),
        new("compressed", "compressed", "compressed as in the paper", SeriesStyle.Curve(SeriesStyle.Colour(1))),
        new("aware", "function-aware", "compressed, functions preserved", SeriesStyle.Curve(SeriesStyle.Colour(4))),
        new("random", "random", "random heads", SeriesStyle.Curve(SeriesStyle.Colour(2))),
        new("function", "function kept", "function kept, ordinary training", SeriesStyle.Curve(SeriesStyle.Colour(3))),
    ];

    public void Fill(Report report)
    {
        AddTable(report, "last test loss", "Test loss in the last epoch", (trials, curve) =>
            ReportTable.Small(trials.Average(trial => trial.TestLosses[curve][^1])));
        AddTable(report, "distance", $"How far each curve is from that of {curves[0].Text}", (trials, curve) =>
            curve == curves[0].Curve ? "-" : Format.Percent(CurveDistance.Of(trials, curve).RootMeanSquare));
        AddTable(report, "worst epoch", "The largest difference in an epoch", (trials, curve) =>
            curve == curves[0].Curve ? "-" : Format.Percent(CurveDistance.Of(trials, curve).Worst));
        report.Line("distance", $"root mean square over epochs of log(test loss / test loss of {curves[0].Text})");
        report.Line("worst epoch", $"largest relative difference of the test loss from that of {curves[0].Text}, over the recorded epochs");
        if (theirs.Count > 0 && _theirs.Length == 0)
            report.Line("authors", "not shown: their curves have the settings of --scale full");
    }

    public PictureSheet Draw()
    {
        List<LogLogPanel> panels = [.. Recipes().Select(Panel)];
        LogLogPanel.Align(panels, sameValues: true);
        if (panels.Count == 1)
        {
            // Shows curves that lie on top of each other in the first panel.
            panels.Add(DistancePanel(Recipes().Single()));
            LogLogPanel.Align(panels[1..], sameValues: true);
        }
        // The legend needs a place too; it should not be in a row alone.
        int columns = panels.Count % MostColumns == 0 ? MostColumns + 1 : MostColumns;
        return new PictureSheet("Test loss during training", Math.Min(columns, panels.Count + 1), panels, [.. Legend()]);
    }

    private void AddTable(Report report, string what, string title, Func<IReadOnlyList<TrainingCurves>, string, string> cell)
    {
        List<string[]> rows = [];
        foreach (TrainingCurves[] trials in Recipes())
        {
            Row(trials[0].Title, trials);
            TrainingCurves[] authors = [.. _theirs.Where(trials[0].IsLike)];
            if (authors.Length > 0)
                Row("authors'", authors);
        }
        report.Table(new FactTable(title, [what, .. curves.Select(curve => curve.Heading)], rows));

        void Row(string title, TrainingCurves[] trials) =>
            rows.Add([title, .. curves.Select(curve => IsDrawn(trials, curve.Curve) ? cell(trials, curve.Curve) : "-")]);
    }

    // With a full batch there are no other batches to train with.
    private static bool IsDrawn(TrainingCurves[] trials, string curve) =>
        trials[0].TestLosses.ContainsKey(curve) && (curve != "again" || trials[0].BatchSize > 0);

    private LogLogPanel Panel(TrainingCurves[] trials)
    {
        var panel = new LogLogPanel(trials[0].Title, "epoch", "test loss");
        // The first curve is drawn last, on top of the others. Authors' points after our last epoch are left out, since they would
        // compress our curves.
        foreach (CurveWords words in curves.Reverse())
        {
            if (IsDrawn(trials, words.Curve))
                panel.Add(Means(trials, words.Curve), words.Style);
            foreach (TrainingCurves authors in Authors(trials[0], words.Curve))
                panel.Add(UpTo(trials[0], Means([authors], words.Curve)), SeriesStyle.Authors(words.Style.Line.Color));
        }
        return panel;
    }

    private LogLogPanel DistancePanel(TrainingCurves[] trials)
    {
        var panel = new LogLogPanel($"distance from {curves[0].Text}", "epoch", "relative difference") { Floor = SmallestDistance };
        foreach (CurveWords words in curves.Skip(1).Reverse())
        {
            panel.Add(Distances(trials, words.Curve), words.Style);
            foreach (TrainingCurves authors in Authors(trials[0], words.Curve))
                panel.Add(UpTo(trials[0], Distances([authors], words.Curve)), SeriesStyle.Authors(words.Style.Line.Color));
        }
        return panel;
    }

    private IEnumerable<TrainingCurves> Authors(TrainingCurves ours, string curve) =>
        _theirs.Where(other => other.IsLike(ours) && other.TestLosses.ContainsKey(curve));

    // Points up to the last epoch of our curve.
    private static IEnumerable<(double X, double Y)> UpTo(TrainingCurves ours, IEnumerable<(double X, double Y)> points) =>
        points.Where(point => point.X <= ours.Epochs[^1]);

    // The largest distance of all trials.
    private IEnumerable<(double X, double Y)> Distances(TrainingCurves[] trials, string curve)
    {
        string full = curves[0].Curve;
        return trials[0].Epochs.Select((epoch, point) =>
            ((double)epoch, trials.Max(trial => Math.Abs(trial.TestLosses[curve][point] / trial.TestLosses[full][point] - 1))));
    }

    // The geometric mean over trials, since the axis is logarithmic.
    private static IEnumerable<(double X, double Y)> Means(TrainingCurves[] trials, string curve) =>
        trials[0].Epochs.Select((epoch, point) =>
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
