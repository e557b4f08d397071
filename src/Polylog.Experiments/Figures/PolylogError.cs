namespace Polylog.Experiments;

/// <summary>A trial of figure 8.</summary>
/// <param name="Dimension">m.</param>
/// <param name="Count">d.</param>
/// <param name="Error">Error of f.</param>
public sealed record PolylogError(int Dimension, int Count, double Error)
{
    /// <summary>Reads the rows of the experiment, or the authors' points: they have the columns in common.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<PolylogError> Read(CsvTable table) =>
        [
            .. Enumerable.Range(0, table.Count)
                .Select(row => new PolylogError(table.Whole(row, "m"), table.Whole(row, "d"), table.Number(row, "error"))),
        ];
}
