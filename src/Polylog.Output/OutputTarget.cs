using System.Text;

namespace Polylog;

/// <summary>The place of an output file: where its name leads, if a file can be written there.</summary>
internal static class OutputTarget
{
    private const int LongestName = 255;
    private const string Otherwise = "give the name of a file to write";

    /// <summary>The path without links of a file that is ordinary or not there yet; everything else is refused.</summary>
    public static string Of(string path, Func<string, Exception> failure)
    {
        // Renaming a file over one of these would remove it.
        string? other = FileEntry.At(path).Kind switch
        {
            FileKind.Folder => "a folder",
            FileKind.Device => "a device",
            FileKind.Pipe => "a pipe",
            FileKind.Socket => "a socket",
            FileKind.Circle => "a link that leads back to itself",
            _ => null,
        };
        if (other is not null)
            throw failure($"'{path}' is {other}; {Otherwise}");
        string target = RealPath.Of(path);
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw NoFolder(path, Path.GetDirectoryName(path)!, failure);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw NoFolder(path, Path.GetDirectoryName(target)!, failure);
        CheckName(path, Path.GetFileName(target), failure);
        return target;
    }

    /// <summary>A failure to write a file, in one line.</summary>
    public static Exception NotWritable(string path, string cause, Func<string, Exception> failure)
    {
        // .NET repeats the path at the end of most causes.
        string line = string.Join("; ", cause.Split('\n', '\r')).Replace($" : '{path}'", "", StringComparison.Ordinal);
        return failure($"cannot write '{path}': {line.TrimEnd('.', ';', ' ')}; choose another place");
    }

    private static Exception NoFolder(string path, string folder, Func<string, Exception> failure) =>
        failure($"cannot write '{path}': there is no folder '{folder}'; create it first");

    // Found out only by the last step otherwise, when all the work is done.
    private static void CheckName(string path, string name, Func<string, Exception> failure)
    {
        int length = OperatingSystem.IsWindows() ? name.Length : Encoding.UTF8.GetByteCount(name);
        if (length > LongestName)
        {
            string unit = OperatingSystem.IsWindows() ? "characters" : "bytes";
            throw failure($"cannot write '{path}': the name has {length} {unit}, and {LongestName} is the most; give a shorter one");
        }
    }
}
