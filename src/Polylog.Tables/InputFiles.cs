namespace Polylog.Tables;

/// <summary>Expands paths and patterns to files, in order.</summary>
internal static class InputFiles
{
    public static List<string> Resolve(TableSession session, IReadOnlyList<string> pathsOrGlobs)
    {
        if (pathsOrGlobs.Count == 0)
            throw TableErrors.NoFiles();
        return [.. pathsOrGlobs.SelectMany(path => ResolveOne(session, path))];
    }

    private static List<string> ResolveOne(TableSession session, string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw TableErrors.NoSuchFile(path.Replace('\0', ' '));
        if (File.Exists(path))
            return [Checked(path)];
        if (Directory.Exists(path))
            throw TableErrors.IsDirectory(path);
        if (path.AsSpan().IndexOfAny("*?[") < 0)
            throw TableErrors.NoSuchFile(path);
        List<string> matches = session.Rows($"SELECT file FROM glob({Sql.Text(path)})", path, row => row.GetString(0));
        if (matches.Count == 0)
            throw TableErrors.NoMatch(path);
        List<string> files = [.. matches.Select(Checked)];
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    // Here, where a file is still called as it was given.
    private static string Checked(string path)
    {
        if (TableFormats.OfInput(path) is null)
            throw TableErrors.UnknownInput(path);
        return new FileInfo(path).Length > 0 ? Path.GetFullPath(path) : throw TableErrors.EmptyFile(path);
    }
}
