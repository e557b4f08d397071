namespace Polylog.Experiments;

/// <summary>The test losses of one recipe's trainings in one trial, epoch by epoch.</summary>
/// <param name="Optimiser">Name of the optimiser.</param>
/// <param name="BatchSize">Samples of a batch; 0 for all.</param>
/// <param name="Rate">Learning rate at the beginning.</param>
/// <param name="Epochs">Epochs done at each point; the beginning is left out, where all curves are one.</param>
/// <param name="TestLosses">Test losses at the points, by <see cref="Figure3Training.Curves"/>.</param>
public sealed record TrainingCurves(
    string Optimiser, int BatchSize, double Rate, IReadOnlyList<int> Epochs, IReadOnlyDictionary<string, IReadOnlyList<double>> TestLosses)
{
    // What the authors' files are about, in the order of the figure's reference files.
    private static readonly (string Optimiser, int BatchSize, double Rate)[] s_theirs = [("sgd", 0, 0.05), ("adamw", 256, 0.001)];

    private static readonly string[] s_theirCurves = ["full", "compressed", "random"];

    /// <summary>Optimiser, batch and rate, for a person.</summary>
    public string Title =>
        FormattableString.Invariant($"{Name(Optimiser)} {Rate:0.######}, {(BatchSize == 0 ? "full batch" : $"batch {BatchSize}")}");

    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<TrainingCurves> Ours(CsvTable table) =>
    [
        .. from row in Enumerable.Range(0, table.Count)
           group row by (
               Optimiser: table.Word(row, "optimiser"),
               Batch: table.Whole(row, "batch"),
               Rate: table.Number(row, "rate"),
               Trial: table.Whole(row, "trial")) into one
           select Read(table, one, one.Key.Optimiser, one.Key.Batch, one.Key.Rate, Figure3Training.Curves),
    ];

    /// <summary>Reads the authors' curves.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<TrainingCurves> Theirs(IEnumerable<CsvTable> tables) =>
    [
        .. tables.Zip(s_theirs, (table, recipe) =>
            Read(table, Enumerable.Range(0, table.Count), recipe.Optimiser, recipe.BatchSize, recipe.Rate, s_theirCurves)),
    ];

    /// <summary>Whether another has the same recipe.</summary>
    public bool IsLike(TrainingCurves other) => (Optimiser, BatchSize, Rate) == (other.Optimiser, other.BatchSize, other.Rate);

    /// <summary>Logarithms of a curve's test loss divided by the full set's, point by point.</summary>
    public IEnumerable<double> Logs(string curve) => TestLosses[curve].Zip(TestLosses["full"], (loss, full) => Math.Log(loss / full));

    private static TrainingCurves Read(
        CsvTable table, IEnumerable<int> rows, string optimiser, int batch, double rate, IEnumerable<string> curves)
    {
        int[] later = [.. rows.Where(row => table.Whole(row, "epoch") > 0)];
        return new TrainingCurves(optimiser, batch, rate, [.. later.Select(row => table.Whole(row, "epoch"))],
            curves.ToDictionary(
                curve => curve, curve => (IReadOnlyList<double>)[.. later.Select(row => table.Number(row, $"test_loss_{curve}"))]));
    }

    private static string Name(string optimiser) => optimiser switch
    {
        "sgd" => "SGD",
        "adam" => "Adam",
        "adamw" => "AdamW",
        "rmsprop" => "RMSprop",
        "adamax" => "Adamax",
        "rprop" => "Rprop",
        _ => optimiser,
    };
}

/// <summary>How far a curve is from the full set's, over trials and epochs.</summary>
/// <param name="RootMeanSquare">Root mean square of the logarithm of the quotient of test losses.</param>
/// <param name="Worst">Largest relative difference of test losses at any epoch of any trial.</param>
public sealed record CurveDistance(double RootMeanSquare, double Worst)
{
    /// <summary>The distance of a curve.</summary>
    /// <param name="trials">Trials of one recipe.</param>
    /// <param name="curve">Name of the curve.</param>
    public static CurveDistance Of(IEnumerable<TrainingCurves> trials, string curve)
    {
        double[] logs = [.. trials.SelectMany(trial => trial.Logs(curve))];
        return new CurveDistance(Math.Sqrt(logs.Average(log => log * log)), logs.Max(log => Math.Abs(Math.Exp(log) - 1)));
    }
}
