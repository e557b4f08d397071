namespace Polylog.Tables;

/// <summary>SQL expressions that turn equal values into equal texts, for every kind of file.</summary>
internal static class LabelText
{
    /// <summary>The label of a cell.</summary>
    /// <param name="source">Knows how its files write dates.</param>
    /// <param name="text">The cell as text.</param>
    /// <param name="type">The type it is taken for.</param>
    public static string Expression(SourceUnion source, string text, string type)
    {
        string value = DelimitedSource.Unmarked(text);
        if (SqlTypes.IsNumeric(type))
            return Number(value);
        bool written = type is "BOOLEAN" or "DATE" or "TIME" || type.StartsWith("TIMESTAMP", StringComparison.Ordinal);
        return written && source.Parse(value, type) is { } parsed ? $"coalesce(CAST({parsed} AS VARCHAR), {value})" : text;
    }

    private static string Number(string value)
    {
        string number = NumberText.Try(value);
        // From 2^53 on whole numbers share doubles, and are told apart by their digits.
        return $"CASE WHEN {number} IS NULL THEN {value} WHEN isnan({number}) THEN NULL "
            + $"WHEN abs({number}) < 9007199254740992 AND {number} = trunc({number}) THEN CAST(CAST({number} AS BIGINT) AS VARCHAR) "
            + $"WHEN abs({number}) >= 9007199254740992 THEN coalesce(CAST(TRY_CAST({value} AS HUGEINT) AS VARCHAR), CAST({number} AS "
                + $"VARCHAR)) ELSE CAST({number} AS VARCHAR) END";
    }
}
