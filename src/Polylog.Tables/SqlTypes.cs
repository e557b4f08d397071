namespace Polylog.Tables;

/// <summary>Tells from the SQL type of a column what it holds.</summary>
internal static class SqlTypes
{
    public const string Text = "VARCHAR";

    public const string Long = "BIGINT";

    public const string Json = "JSON";

    public const string Double = "DOUBLE";

    public const string Truth = "BOOLEAN";

    private static readonly HashSet<string> s_integers = new(StringComparer.OrdinalIgnoreCase)
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
    };

    public static bool IsInteger(string type) => s_integers.Contains(type);

    public static bool IsDouble(string type) => type is "DOUBLE";

    public static bool IsDecimal(string type) => type.StartsWith("DECIMAL(", StringComparison.Ordinal) && type.EndsWith(')');

    // "FLOAT[3]" and "DECIMAL(9,2)[]" are lists and must not pass for numbers.
    public static bool IsNumeric(string type) => IsInteger(type) || IsDecimal(type) || type is "FLOAT" or "DOUBLE";

    public static bool IsTime(string type) =>
        type is "DATE" or "TIME" || type.StartsWith("TIMESTAMP", StringComparison.Ordinal);

    /// <summary>Whether a type is a list of numbers, of any or of one length.</summary>
    public static bool IsNumericList(string type) =>
        type.EndsWith(']') && type.LastIndexOf('[') is > 0 and var open && IsNumeric(type[..open]);

    /// <summary>A time as days since 1970, or as part of a day.</summary>
    public static string Days(string value, string type) =>
        $"epoch({(type == "DATE" ? $"CAST({value} AS TIMESTAMP)" : value)}) / 86400";

    // Parquet has no 128-bit integer and would get a rounded double; 38 digits is the widest exact type it has.
    public static bool NeedsDecimalInParquet(string type) => type is "HUGEINT" or "UHUGEINT";
}
