using System.Text;
using System.Text.RegularExpressions;

namespace Polylog;

/// <summary>The names that output files have while they are written: <c>.polylog-(32 hexadecimal digits)-(name).tmp</c>.</summary>
/// <remarks>The ending is no table's, so that a pattern such as <c>*.csv</c> does not match an unfinished file.</remarks>
internal static partial class TemporaryNames
{
    // File systems allow 255 bytes, some 143.
    private const int LongestPart = 64;

    // ".polylog-" and the digits.
    private const int Beginning = 9 + 32;

    // A run that is still writing has changed its file since.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    /// <summary>A new name beside a file.</summary>
    public static string For(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".polylog-{Guid.NewGuid():N}-{Start(Path.GetFileName(target))}.tmp");

    /// <summary>Whether a path has such a name.</summary>
    public static bool Has(string path) => Pattern().IsMatch(Path.GetFileName(path));

    /// <summary>Deletes what a run that was killed left in a folder: files and folders with such names, older than a day.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos(".polylog-*.tmp"))
            {
                if (Has(entry.Name) && entry.LinkTarget is null && DateTime.UtcNow - entry.LastWriteTimeUtc > s_abandoned)
                    Delete(entry);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The run at hand does not depend on it.
        }
    }

    /// <summary>Deletes what a run that was killed left of one file, whatever its age: for a file that no other run writes.</summary>
    /// <param name="target">The file.</param>
    public static void SweepOf(string target)
    {
        string real = RealPath.Of(target), ending = $"-{Start(Path.GetFileName(real))}.tmp";
        try
        {
            foreach (FileInfo file in new DirectoryInfo(Path.GetDirectoryName(real)!).EnumerateFiles(".polylog-*.tmp"))
            {
                if (Has(file.Name) && file.Name.Length == Beginning + ending.Length && file.Name.EndsWith(ending, StringComparison.Ordinal)
                    && file.LinkTarget is null)
                    Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The run at hand does not depend on it.
        }
    }

    private static void Delete(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else if (FileEntry.At(entry.FullName).Kind == FileKind.Ordinary)
                entry.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's; the next entry may be this user's.
        }
    }

    // As many whole characters as fit: file systems count bytes.
    private static string Start(string name)
    {
        int bytes = 0, letters = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestPart)
                break;
            letters += rune.Utf16SequenceLength;
        }
        return name[..letters];
    }

    [GeneratedRegex(@"\A\.polylog-[0-9a-f]{32}-.+\.tmp\z", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
