namespace Polylog.Networks;

/// <summary>The size of a file. A symbolic link has a length of its own, which is not that of the file.</summary>
internal static class FileSize
{
    /// <summary>Bytes of a file, links followed.</summary>
    /// <param name="path">A file that exists.</param>
    public static long Bytes(string path) => new FileInfo(RealPath.Of(path)).Length;
}
