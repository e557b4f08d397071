namespace Polylog.Cli;

/// <summary>Quotes text so that a shell reads it as one word.</summary>
internal static class ShellWord
{
    public static string Quote(string text) => text.Any(PlainText.IsControl) ? QuoteControls(text)
        : text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || "-_./\\:=+,@%".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    // Bash, zsh and ksh read $'\u001B' as the character itself, which must not be printed.
    private static string QuoteControls(string text) => $"$'{string.Concat(text.Select(letter => letter switch
    {
        '\'' or '\\' => $"\\{letter}",
        _ when PlainText.IsControl(letter) => $"\\u{(int)letter:X4}",
        _ => letter.ToString(),
    }))}'";
}
