namespace Polylog.Tables;

/// <summary>Which rows of a table to write, and what to write next to them.</summary>
/// <param name="RowNumbers">The rows' zero-based numbers in the input, ascending.</param>
/// <param name="Weights">Each row's weight, in the same order.</param>
/// <param name="WeightName">The name of the weight column, which comes last.</param>
/// <param name="RowIdName">The name of a column for the row number, before the weight; null for none.</param>
/// <param name="Metadata">Keys and values to keep in a Parquet file; other formats have no place for them.</param>
/// <param name="ReplacedColumn">A column of the input to leave out because the new weight takes its place; null for none.</param>
public sealed record RowSelection(
    ReadOnlyMemory<long> RowNumbers,
    ReadOnlyMemory<double> Weights,
    string WeightName,
    string? RowIdName = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    string? ReplacedColumn = null)
{
    /// <summary>A column of numbers to add after the input's own, one number a row; null for none.</summary>
    public (string Name, ReadOnlyMemory<double> Values)? Added { get; init; }

    /// <summary>
    /// Writes bytes for a Parquet file to carry where its readers do not look, to be had back by <see cref="ParquetAppendix"/>; null for
    /// none.
    /// </summary>
    public Action<Stream>? Appendix { get; init; }

    internal void Check()
    {
        ReadOnlySpan<long> numbers = RowNumbers.Span;
        if (numbers.Length != Weights.Length)
            throw new ArgumentException($"There are {numbers.Length} row numbers but {Weights.Length} weights.", nameof(Weights));
        if (Added is { } added && added.Values.Length != numbers.Length)
            throw new ArgumentException($"There are {numbers.Length} row numbers but {added.Values.Length} numbers of '{added.Name}'.");
        for (int index = 0; index < numbers.Length; index++)
        {
            if (numbers[index] < 0 || (index > 0 && numbers[index] <= numbers[index - 1]))
                throw new ArgumentException("Row numbers must be zero or more, and ascending.", nameof(RowNumbers));
        }
    }
}
