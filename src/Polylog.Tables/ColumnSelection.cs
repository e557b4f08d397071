namespace Polylog.Tables;

/// <summary>What to read of a table, in one pass over its rows.</summary>
/// <param name="Columns">Columns of numbers, in the order the result has them.</param>
public sealed record ColumnSelection(IReadOnlyList<string> Columns)
{
    /// <summary>Further columns of numbers, each list to an array of its own.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Further { get; init; } = [];

    /// <summary>Whether further columns may be dates and times, read as days since 1970 and parts of a day.</summary>
    public bool TakesTimes { get; init; }

    /// <summary>Columns whose values are labels: text, numbers, whatever there is.</summary>
    public IReadOnlyList<LabelSelection> Labels { get; init; } = [];

    /// <summary>The column of row weights, or null.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>
    /// Whether weights may be negative. Their magnitudes are then the weights, and their signs are one more column of labels, after those
    /// asked for.
    /// </summary>
    public bool IsSigned { get; init; }

    /// <summary>What to do about rows that lack a value.</summary>
    public MissingRows Missing { get; init; } = MissingRows.Refuse;
}

/// <summary>A column to read as labels.</summary>
/// <param name="Column">Its name.</param>
/// <param name="TypeName">The SQL type its values are taken for, so that labels of two tables can be compared; null for the column's
/// own.</param>
/// <param name="MissingIsLabel">Whether rows without a value have a label of their own; otherwise the row lacks a value.</param>
public sealed record LabelSelection(string Column, string? TypeName = null, bool MissingIsLabel = true);
