namespace Polylog.Networks;

/// <summary>The size of what a path leads to: a link has a length of its own, that of its text.</summary>
internal static class FileSize
{
    /// <summary>Bytes of a file, links followed.</summary>
    /// <param name="path">A file that is there.</param>
    public static long Bytes(string path) => new FileInfo(RealPath.Of(path)).Length;
}
