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

    /// <summary>Whether its cells are lists of numbers; element 3 of a column e can be read as <c>e[3]</c>.</summary>
    public bool IsList => SqlTypes.IsNumericList(TypeName);

    /// <summary>Whether it is one of dates or times, which can be read as days since 1970, and times of day as part of a day.</summary>
    public bool IsTime => SqlTypes.IsTime(TypeName);

    internal static TableColumn FromType(string name, string typeName) => new(name, typeName, SqlTypes.IsNumeric(typeName));
}
