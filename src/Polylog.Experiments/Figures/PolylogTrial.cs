namespace Polylog.Experiments;

/// <summary>A trial of figure 8, with all that the experiment tells about it.</summary>
/// <param name="Dimension">m.</param>
/// <param name="Count">d.</param>
/// <param name="Size">Points kept at most.</param>
/// <param name="Kept">Points kept.</param>
/// <param name="Error">Error of f.</param>
/// <param name="LeastWeight">The smallest weight.</param>
/// <param name="Seconds">Seconds of the compression.</param>
public sealed record PolylogTrial(int Dimension, int Count, int Size, int Kept, double Error, double LeastWeight, double Seconds)
{
    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<PolylogTrial> Read(CsvTable table) => [.. Enumerable.Range(0, table.Count).Select(row => new PolylogTrial(
        table.Whole(row, "m"), table.Whole(row, "d"), table.Whole(row, "size"), table.Whole(row, "kept"),
        table.Number(row, "error"), table.Number(row, "least_weight"), table.Number(row, "seconds")))];
}
