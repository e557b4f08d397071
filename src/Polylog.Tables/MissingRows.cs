namespace Polylog.Tables;

/// <summary>What to do about rows whose value in a column asked for is missing (NULL, NaN) or infinite.</summary>
public enum MissingRows
{
    /// <summary>Refuse the table, and say which columns lack how many values.</summary>
    Refuse,

    /// <summary>Leave such rows out.</summary>
    Drop,
}
