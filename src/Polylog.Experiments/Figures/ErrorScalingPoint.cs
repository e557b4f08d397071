namespace Polylog.Experiments;

/// <summary>A point of figure 2.</summary>
/// <param name="Dimension">m.</param>
/// <param name="Order">k; null where the library chose it.</param>
/// <param name="Count">d.</param>
/// <param name="Size">Points kept at most.</param>
/// <param name="Error">Mean error over the trials.</param>
public sealed record ErrorScalingPoint(int Dimension, int? Order, int Count, int Size, double Error)
{
    /// <summary>Reads the rows of the experiment.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<ErrorScalingPoint> Ours(CsvTable table) =>
        [.. Enumerable.Range(0, table.Count).Select(row => new ErrorScalingPoint(
        table.Whole(row, "m"),
        table.Word(row, "order") == Figure2ErrorScaling.Auto ? null : table.Whole(row, "order"),
        table.Whole(row, "d"),
        table.Whole(row, "size"),
        table.Number(row, "error_mean")))];

    /// <summary>Reads the authors' points.</summary>
    /// <exception cref="ExperimentException">A column is missing, or a cell is no number.</exception>
    public static IReadOnlyList<ErrorScalingPoint> Theirs(CsvTable table) => [.. Enumerable.Range(0, table.Count).Select(row =>
    {
        (int dimension, int order, int count) = (table.Whole(row, "m"), table.Whole(row, "k"), table.Whole(row, "d"));
        return new ErrorScalingPoint(
            dimension, order, count, ErrorScalingSettings.Size(dimension, order, count), table.Number(row, "error_mean"));
    })];

    /// <summary>
    /// Whether a tenth is kept: with fewer points than that there are fewer than moments, and the paper's law is about something else.
    /// </summary>
    public bool KeepsTenth => Size == Count / 10;
}
