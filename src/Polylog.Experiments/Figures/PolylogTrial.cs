namespace Polylog.Experiments;

/// <summary>A trial of figure 8, with all that the experiment tells about it.</summary>
/// <param name="Dimension">m.</param>
/// <param name="Count">d.</param>
/// <param name="Size">Points kept at most.</param>
/// <param name="Kept">Points kept.</param>
public sealed record PolylogTrial(int Dimension, int Count, int Size, int Kept)
{
    /// <summary>Error of f.</summary>
    public required double Error { get; init; }

    /// <summary>The smallest weight.</summary>
    public required double LeastWeight { get; init; }

    /// <summary>Seconds of the compression.</summary>
    public required double Seconds { get; init; }

    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<PolylogTrial> Read(CsvTable table) => [.. Enumerable.Range(0, table.Count).Select(row =>
        new PolylogTrial(table.Whole(row, "m"), table.Whole(row, "d"), table.Whole(row, "size"), table.Whole(row, "kept"))
        {
            Error = table.Number(row, "error"),
            LeastWeight = table.Number(row, "least_weight"),
            Seconds = table.Number(row, "seconds"),
        })];
}
