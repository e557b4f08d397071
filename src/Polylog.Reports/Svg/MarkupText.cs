using System.Globalization;
using System.Text;

namespace Polylog.Reports;

/// <summary>Text inside of HTML and SVG.</summary>
internal static class MarkupText
{
    /// <summary>Text without characters that have a meaning in markup, between tags or in an attribute in double quotes.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (Rune letter in text.EnumerateRunes())
        {
            _ = letter.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                // No page may contain these, not even as references.
                _ when !IsAllowed(letter.Value) => escaped.Append('\uFFFD'),
                _ => escaped.Append(letter),
            };
        }
        return escaped.ToString();
    }

    /// <summary>A number as an attribute.</summary>
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static bool IsAllowed(int letter) => letter is '\t' or '\n' or (>= 0x20 and < 0x7F) or >= 0xA0
        && letter is not 0xFFFE and not 0xFFFF;
}
