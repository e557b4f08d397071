namespace Polylog.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">The name as the file or the query has it.</param>
/// <param name="TypeName">The SQL type, such as BIGINT or VARCHAR.</param>
/// <param name="IsNumeric">
/// Whether the column is one of numbers: every integer type, FLOAT, DOUBLE and DECIMAL. BOOLEAN, dates and times are not numeric.
/// </param>
public sealed record TableColumn(string Name, string TypeName, bool IsNumeric)
{
    /// <summary>
    /// Whether the column can be read as numbers that are no coordinates and no weights: also BOOLEAN, true as 1 and false as 0.
    /// </summary>
    public bool HasNumbers => IsNumeric || TypeName == SqlTypes.Truth;

    internal static TableColumn FromType(string name, string typeName) => new(name, typeName, SqlTypes.IsNumeric(typeName));
}
