namespace Polylog.Cli;

/// <summary>Quotes text so that a shell reads it as one word.</summary>
internal static class ShellWord
{
    public static string Quote(string text) =>
        text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || "-_./\\:=+,@%".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
