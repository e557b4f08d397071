using System.Globalization;
using System.Text;

namespace Polylog.Tables.Tests;

/// <summary>A second reader of CSV, plain and slow: one letter after another, commas, double quotes, any line end.</summary>
internal static class PlainCsv
{
    /// <summary>
    /// The rows with their cells, null for a cell without a value; blank lines are no rows. Null where the text is no such table.
    /// </summary>
    public static List<string?[]>? Read(byte[] bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        var rows = new List<string?[]>();
        var row = new List<string?>();
        var cell = new StringBuilder();
        bool quoted = false, wasQuoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            char letter = text[at];
            if (quoted)
            {
                if (letter != '"')
                    cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"')
                    cell.Append(text[++at]);
                else
                    quoted = false;
            }
            else if (letter == '"' && cell.Length == 0 && !wasQuoted)
            {
                // Inside a cell a mark is a letter.
                quoted = wasQuoted = true;
            }
            else if (letter == ',')
            {
                EndCell();
            }
            else if (letter is '\n' or '\r')
            {
                if (row.Count > 0 || cell.Length > 0 || wasQuoted)
                    EndRow();
            }
            else if (wasQuoted)
            {
                return null;
            }
            else
            {
                cell.Append(letter);
            }
        }
        if (quoted)
            return null;
        if (row.Count > 0 || cell.Length > 0 || wasQuoted)
            EndRow();
        // A comma too many at the end of a row adds no cell.
        int width = rows.Count > 0 ? rows[0].Length : 0;
        rows = [.. rows.Select(one => one.Length == width + 1 && one[^1] is null ? one[..^1] : one)];
        return width > 0 && rows.TrueForAll(one => one.Length == width) ? rows : null;

        void EndCell()
        {
            row.Add(cell.Length == 0 && !wasQuoted ? null : cell.ToString());
            cell.Clear();
            wasQuoted = false;
        }

        void EndRow()
        {
            EndCell();
            rows.Add([.. row]);
            row.Clear();
        }
    }

    /// <summary>A cell as a number; NaN where its value is missing.</summary>
    public static double? Number(string? cell)
    {
        string text = (cell ?? "").Trim();
        if (text is "" or "NA" or "N/A" or "n/a" or "NaN" or "nan" or "null" or "NULL" or "None" or "?")
            return double.NaN;
        string plain = text.Replace("_", "", StringComparison.Ordinal);
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return value;
        string exponent = plain.Replace('d', 'e').Replace('D', 'e');
        if (double.TryParse(exponent, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return value;
        return double.TryParse(plain, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value)
            ? value : null;
    }
}
