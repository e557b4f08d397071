namespace Polylog.Reports;

/// <summary>Text from files, names and certificates without the characters that could control a terminal.</summary>
internal static class PlainText
{
    /// <summary>Stands for such a character, so that a reader sees that there is one.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Whether a character can control a terminal, end a line, or show text in another order than it is written: all control characters,
    /// the two separators of lines and paragraphs, and the marks, embeddings, overrides and isolates of direction.
    /// </summary>
    public static bool IsControl(char letter) => char.IsControl(letter) || letter is '\u061C' or '\u200E' or '\u200F'
        or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Text of one line.</summary>
    public static string Of(string text) => Replace(text, "");

    /// <summary>Text that may have lines and tabs of its own.</summary>
    public static string OfLines(string text) => Replace(text, "\n\t");

    /// <summary>A message, its lines joined.</summary>
    public static string OfMessage(string text) =>
        Of(text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' '));

    private static string Replace(string text, string allowed)
    {
        return text.Any(IsReplaced)
            ? string.Concat(text.Select(letter => IsReplaced(letter) ? Replacement : letter))
            : text;

        bool IsReplaced(char letter) => IsControl(letter) && !allowed.Contains(letter, StringComparison.Ordinal);
    }
}
