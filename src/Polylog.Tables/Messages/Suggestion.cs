namespace Polylog.Tables;

/// <summary>What a user can type instead: text that a shell reads as it stands.</summary>
internal static class Suggestion
{
    /// <summary>The option that reads a CSV file with options of its own.</summary>
    /// <param name="path">The file as the user gave it.</param>
    /// <param name="options">Options of DuckDB's read_csv.</param>
    public static string ReadCsv(string path, string options) => Query($"from read_csv({Quoted(path)}, {options})");

    /// <summary>The option with a query.</summary>
    public static string Query(string sql) => $"{OptionNames.Query} {Words(sql)}";

    /// <summary>A text that a shell reads as one word.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || "-_./:=+,@%".Contains(letter, StringComparison.Ordinal))
            ? text : Single(text);

    /// <summary>A name in SQL, in quotation marks only where it needs them.</summary>
    public static string Name(string column) =>
        column.Length > 0 && !char.IsAsciiDigit(column[0])
            && column.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            ? column : $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // In double quotes a query with text of its own is easier to read.
    private static string Words(string text) =>
        text.AsSpan().IndexOfAny("\"$`\\!") < 0 ? $"\"{text}\"" : Single(text);

    private static string Single(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
