namespace Polylog.Experiments;

/// <summary>Rows of training curves, one a curve and epoch: figures 4 and 7.</summary>
public static class NetworkCurves
{
    private static readonly string[] s_authors = [SmallerNetworks.Full, SmallerNetworks.Compressed, SmallerNetworks.Random];

    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["optimiser", "batch", "rate", "trial", "network", "epoch", "train_loss", "test_loss"];

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
           let curves = one.GroupBy(row => table.Word(row, "network")).ToArray()
           select new TrainingCurves(
               one.Key.Optimiser, one.Key.Batch, one.Key.Rate, [.. curves[0].Select(row => table.Whole(row, "epoch"))],
               curves.ToDictionary(
                   curve => curve.Key, curve => (IReadOnlyList<double>)[.. curve.Select(row => table.Number(row, "test_loss"))])),
    ];

    /// <summary>Reads the authors' curves of a rule.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static TrainingCurves Theirs(CsvTable table, TrainingRule rule, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rule);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        return new TrainingCurves(rule.Optimiser, batchSize, rule.Rate, [.. rows.Select(row => table.Whole(row, "epoch"))],
            s_authors.ToDictionary(
                curve => curve, curve => (IReadOnlyList<double>)[.. rows.Select(row => table.Number(row, $"test_loss_{curve}"))]));
    }

    internal static IReadOnlyList<string> Keys(TrainingRule rule, int batchSize, int trial, string curve, IEnumerable<int> epochs) =>
        [
            .. epochs.Select(epoch =>
                FormattableString.Invariant($"{rule.Optimiser},{batchSize},{rule.Rate:0.######},{trial},{curve},{epoch}")),
        ];
}
