using System.Globalization;

namespace Polylog.Tables;

/// <summary>Sentences on how a table was read, where that is not as it stands.</summary>
internal static class TableNotes
{
    public static string PassedOver(string place, long first, long last, string text) => first == last
        ? $"{place}: line {Number(first)} ('{text}') is passed over; the table begins below it"
        : $"{place}: lines {Number(first)} to {Number(last)} are passed over, the first is '{text}'; the table begins below them";

    public static string Comments(string place, long lines, string mark) =>
        $"{place}: {Number(lines)} {(lines == 1 ? "line that begins" : "lines that begin")} with {mark} {(lines == 1 ? "is" : "are")} "
            + $"passed over";

    public static string CommentsInLines(string place, long lines, string mark) =>
        $"{place}: in {Number(lines)} {(lines == 1 ? "line" : "lines")} the text from {mark} on is passed over";

    public static string NoHeader(string place, IReadOnlyList<string> names, string? way)
    {
        string named = names.Count == 1 ? $"column is named {names[0]}" : $"columns are named {names[0]} to {names[^1]}";
        return $"{place} has no header line, so its {named}{(way is null ? "" : $"; if its first line is a header, use {way}")}";
    }

    public static string NumbersAsHeader(string place, string line, string? way) =>
        $"{place}: its first line ({line}) is taken for the header{(way is null ? "" : $"; if it is a row, use {way}")}";

    public static string Renamed(string place, string header, string name) =>
        $"{place} has an earlier column with the same name as '{header}' (upper and lower case are the same); "
            + $"the later one is named '{name}' here and in the output";

    public static string DecimalCommas(string place, string column, string text, string value, string? way) =>
        $"{place}: numbers such as {text} in column '{column}' are read with a decimal comma, as {value}"
            + (way is null ? "" : $"; if commas are between thousands, use {way}");

    public static string Formulas(string output, long cells, string column, string text) =>
        $"{output}: a spreadsheet would take {Number(cells)} {(cells == 1 ? "cell" : "cells")} for formulas, such as '{text}' in column "
            + $"'{column}'; open it as text where you do not trust the input";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
