namespace Polylog;

/// <summary>A path without symbolic links: two paths lead to the same file when these are equal.</summary>
internal static class RealPath
{
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            real = Follow(Path.Combine(real, part));
        return real;
    }

    private static string Follow(string path)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (entry.LinkTarget is null)
            return path;
        try
        {
            // The folders on the way to where a link leads may be links as well.
            return entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Of(target.FullName) : path;
        }
        catch (IOException)
        {
            // Links in a circle lead nowhere; opening such a path says so.
            return path;
        }
    }
}
