namespace Polylog.Cluster;

/// <summary>The folders that a node may read and write; whatever leads out of them is refused.</summary>
internal sealed class DataFolders
{
    private readonly string[] _folders;

    /// <summary>Takes the folders, which must be there.</summary>
    /// <exception cref="CommandException">One is missing.</exception>
    public DataFolders(IEnumerable<string> folders)
    {
        _folders = [.. folders.Select(Path.GetFullPath)];
        if (Array.Find(_folders, folder => !Directory.Exists(folder)) is { } missing)
        {
            string fault = File.Exists(missing) ? $"'{missing}' is a file" : $"there is no folder '{missing}'";
            throw new CommandException($"{fault}; give --data a folder that all nodes see");
        }
    }

    /// <summary>Refuses a path that is not in the folders, also where a link leads out of them.</summary>
    /// <exception cref="CommandException">It is not.</exception>
    public void Check(string path)
    {
        string real = RealPath.Of(path);
        if (!Path.IsPathFullyQualified(path) || !_folders.Any(folder => IsIn(real, RealPath.Of(folder))))
            throw new CommandException($"'{path}' is not in {Named()}, the folder of --data; move it there, or start the nodes with "
                + "another --data");
    }

    /// <summary>Refuses a pattern that begins outside the folders, before anything is looked for.</summary>
    /// <exception cref="CommandException">It does.</exception>
    public void CheckPattern(string pattern)
    {
        int star = pattern.IndexOfAny(['*', '?', '[']);
        string? folder = star < 0 ? pattern : Path.GetDirectoryName(pattern[..star] + "x");
        Check(folder ?? pattern);
    }

    private string Named() => string.Join(" or ", _folders.Select(folder => $"'{folder}'"));

    private static bool IsIn(string path, string folder) => path == folder
        || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
