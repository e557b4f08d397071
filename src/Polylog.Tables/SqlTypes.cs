namespace Polylog.Tables;

/// <summary>Tells from the SQL type of a column what it holds.</summary>
internal static class SqlTypes
{
    public const string Text = "VARCHAR";

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

    // Parquet has no 128-bit integer and would get a rounded double; 38 digits is the widest exact type it has.
    public static bool NeedsDecimalInParquet(string type) => type is "HUGEINT" or "UHUGEINT";
}
