using System.Globalization;

namespace Polylog.Tables;

/// <summary>Quotes names and texts for SQL. Every name and text in a statement is quoted here.</summary>
internal static class Sql
{
    public static string Name(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string TextList(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]";

    /// <summary>The name by which every statement of ours calls column <paramref name="index"/>, whatever the file calls it.</summary>
    public static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
