namespace Polylog.Experiments;

/// <summary>A mean over trials.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Error">Its standard error; 0 of one trial.</param>
public sealed record MeanLoss(double Mean, double Error);

/// <summary>A point of figure 5a or 5b: of a data set, or of a network.</summary>
/// <param name="Count">d, rows or units.</param>
/// <param name="Size">d', rows or units of all but the full one.</param>
/// <param name="Losses">Test losses, by <see cref="Figure5aDatasetScaling.Series"/> or <see cref="Figure5bWidthScaling.Series"/>.</param>
public sealed record DatasetScalingPoint(int Count, int Size, IReadOnlyDictionary<string, MeanLoss> Losses)
{
    private static readonly string[] s_theirs = ["full", "compressed"];

    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<DatasetScalingPoint> Ours(CsvTable table) => Ours(table, "d", Figure5aDatasetScaling.Series);

    /// <summary>Reads the rows of an experiment.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="count">Column of d.</param>
    /// <param name="all">The series.</param>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<DatasetScalingPoint> Ours(CsvTable table, string count, IReadOnlyList<string> all) =>
    [
        .. from row in Enumerable.Range(0, table.Count)
           group row by (Count: table.Whole(row, count), Size: table.Whole(row, "size")) into one
           select new DatasetScalingPoint(one.Key.Count, one.Key.Size, all.ToDictionary(series => series, series =>
               Mean([.. one.Select(row => table.Number(row, $"test_loss_{series}"))]))),
    ];

    /// <summary>Reads the authors' points.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<DatasetScalingPoint> Theirs(CsvTable table) => Theirs(table, "d");

    /// <summary>Reads the authors' points.</summary>
    /// <param name="table">The points.</param>
    /// <param name="count">Column of d.</param>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<DatasetScalingPoint> Theirs(CsvTable table, string count) =>
    [
        .. Enumerable.Range(0, table.Count).Select(
            row => new DatasetScalingPoint(table.Whole(row, count), table.Whole(row, $"{count}_compressed"),
            s_theirs.ToDictionary(series => series, series =>
                new MeanLoss(
                    table.Number(row, $"{series}_mean"), table.Number(row, $"{series}_std") / Math.Sqrt(table.Number(row, "trials")))))),
    ];

    /// <summary>The law of a series' test loss against the rows it is trained on.</summary>
    public static LogLogFit? Fit(IEnumerable<DatasetScalingPoint> points, string series) =>
        LogLogFit.Fit(points.Select(point => ((double)point.Rows(series), point.Losses[series].Mean)));

    /// <summary>Rows a series is trained on.</summary>
    public int Rows(string series) => series == "full" ? Count : Size;

    /// <summary>A series' loss divided by the full set's.</summary>
    public double Ratio(string series) => Losses[series].Mean / Losses["full"].Mean;

    /// <summary>By how many of its standard errors a series' loss is above the full set's; null without an error.</summary>
    public double? Excess(string series) =>
        Losses["full"].Error > 0 ? (Losses[series].Mean - Losses["full"].Mean) / Losses["full"].Error : null;

    private static MeanLoss Mean(double[] values)
    {
        // The deviation of a sample, not of these values alone.
        double error = values.Length > 1 ? SampleStatistics.Deviation(values) / Math.Sqrt(values.Length - 1) : 0;
        return new MeanLoss(values.Average(), error);
    }
}
