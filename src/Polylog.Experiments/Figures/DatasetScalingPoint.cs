namespace Polylog.Experiments;

/// <summary>A mean over trials.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Error">Its standard error; 0 of one trial.</param>
public sealed record MeanLoss(double Mean, double Error);

/// <summary>A point of figure 5a.</summary>
/// <param name="Count">d.</param>
/// <param name="Size">d', rows of all but the full set.</param>
/// <param name="Losses">Test losses, by <see cref="Figure5aDatasetScaling.Series"/>.</param>
public sealed record DatasetScalingPoint(int Count, int Size, IReadOnlyDictionary<string, MeanLoss> Losses)
{
    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<DatasetScalingPoint> Ours(CsvTable table) =>
    [
        .. from row in Enumerable.Range(0, table.Count)
           group row by (Count: table.Whole(row, "d"), Size: table.Whole(row, "size")) into one
           select new DatasetScalingPoint(one.Key.Count, one.Key.Size, Figure5aDatasetScaling.Series.ToDictionary(series => series, series =>
               Mean([.. one.Select(row => table.Number(row, $"test_loss_{series}"))]))),
    ];

    /// <summary>Reads the authors' points.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<DatasetScalingPoint> Theirs(CsvTable table) =>
    [
        .. Enumerable.Range(0, table.Count).Select(row => new DatasetScalingPoint(table.Whole(row, "d"), table.Whole(row, "d_compressed"),
            new[] { "full", "compressed" }.ToDictionary(series => series, series =>
                new MeanLoss(table.Number(row, $"{series}_mean"), table.Number(row, $"{series}_std") / Math.Sqrt(table.Number(row, "trials")))))),
    ];

    /// <summary>The law of a series' test loss against the rows it is trained on.</summary>
    public static LogLogFit? Fit(IEnumerable<DatasetScalingPoint> points, string series) =>
        LogLogFit.Of(points.Select(point => ((double)point.Rows(series), point.Losses[series].Mean)));

    /// <summary>Rows a series is trained on.</summary>
    public int Rows(string series) => series == "full" ? Count : Size;

    /// <summary>A series' loss divided by the full set's.</summary>
    public double Ratio(string series) => Losses[series].Mean / Losses["full"].Mean;

    /// <summary>By how many of its standard errors a series' loss is above the full set's; null without an error.</summary>
    public double? Excess(string series) => Losses["full"].Error > 0 ? (Losses[series].Mean - Losses["full"].Mean) / Losses["full"].Error : null;

    private static MeanLoss Mean(double[] values)
    {
        // The deviation of a sample, not of these values alone.
        double error = values.Length > 1 ? SampleStatistics.Deviation(values) / Math.Sqrt(values.Length - 1) : 0;
        return new MeanLoss(values.Average(), error);
    }
}
