namespace Polylog.Tables;

/// <summary>Text of files as messages have it.</summary>
internal static class Shortened
{
    /// <summary>At most some letters of a text, without control characters.</summary>
    public static string Text(string text, int longest = 60)
    {
        // A damaged file can put control characters into a message.
        string line = string.Concat(text.Take(longest + 1).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= longest ? line : $"{line[..longest]}...";
    }
}
