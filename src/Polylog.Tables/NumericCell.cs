using System.Globalization;
using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>Where a number of a row stands: in a column, or in an element of a column of lists.</summary>
/// <param name="Column">The number of the column.</param>
/// <param name="Element">The element, counted from 1; 0 for the column itself.</param>
internal readonly partial record struct NumericCell(int Column, int Element = 0)
{
    /// <summary>The name of an element, such as <c>e[3]</c>.</summary>
    public static string ElementName(string column, int element) =>
        string.Create(CultureInfo.InvariantCulture, $"{column}[{element}]");

    /// <summary>The element that a name means; null where it is not the name of one.</summary>
    public static NumericCell? Find(IReadOnlyList<TableColumn> columns, string name)
    {
        Match match = ElementPattern().Match(name);
        if (!match.Success || !int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int element))
            return null;
        for (int column = 0; column < columns.Count; column++)
        {
            if (columns[column].IsList && string.Equals(columns[column].Name, match.Groups[1].Value, StringComparison.OrdinalIgnoreCase))
                return new NumericCell(column, element);
        }
        return null;
    }

    [GeneratedRegex(@"^(.+)\[([1-9][0-9]*)\]$")]
    private static partial Regex ElementPattern();
}
