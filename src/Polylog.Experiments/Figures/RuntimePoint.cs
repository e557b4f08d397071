namespace Polylog.Experiments;

/// <summary>A point of figure 6.</summary>
/// <param name="Dimension">m.</param>
/// <param name="Count">d.</param>
/// <param name="Seconds">Seconds of a compression.</param>
public sealed record RuntimePoint(int Dimension, int Count, double Seconds)
{
    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<RuntimePoint> Ours(CsvTable table) => Read(table, "seconds");

    /// <summary>Reads the authors' points.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<RuntimePoint> Theirs(CsvTable table) => Read(table, "seconds_m4pro");

    /// <summary>The exponent of d in the time of one dimension's points.</summary>
    public static LogLogFit? Fit(IEnumerable<RuntimePoint> points) =>
        LogLogFit.Fit(points.Select(point => ((double)point.Count, point.Seconds)));

    private static RuntimePoint[] Read(CsvTable table, string seconds) =>
        [
            .. Enumerable.Range(0, table.Count)
                .Select(row => new RuntimePoint(table.Whole(row, "m"), table.Whole(row, "d"), table.Number(row, seconds))),
        ];
}
