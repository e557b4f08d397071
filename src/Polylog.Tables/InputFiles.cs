namespace Polylog.Tables;

/// <summary>Expands paths and patterns to files, in order, and makes each ready for the engine.</summary>
internal sealed class InputFiles(TableSession session, CancellationToken cancellation)
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    private string Folder { get; } = Path.Combine(session.Folder, "inputs");

    public List<InputFile> Resolve(IReadOnlyList<string> pathsOrGlobs)
    {
        if (pathsOrGlobs.Count == 0)
            throw TableErrors.NoFiles();
        return [.. pathsOrGlobs.SelectMany(ResolveOne)];
    }

    private List<InputFile> ResolveOne(string path)
    {
        if (path == StandardInput)
            return [Prepared(StreamCopy.Of(Console.OpenStandardInput, "standard input", Folder, cancellation))];
        return [.. Matches(path).Select(Opened)];
    }

    /// <summary>The files that a path or a pattern stands for, sorted.</summary>
    public IReadOnlyList<string> Matches(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw TableErrors.NoSuchFile(path.Replace('\0', ' '));
        if (File.Exists(path))
            return [path];
        if (Directory.Exists(path))
            throw TableErrors.IsDirectory(path);
        if (path.AsSpan().IndexOfAny("*?[") < 0)
            throw TableErrors.NoSuchFile(path);
        List<string> matches = session.Rows($"SELECT file FROM glob({Sql.Text(path)})", path, row => row.GetString(0), cancellation);
        if (matches.Count == 0)
            throw TableErrors.NoMatch(path);
        matches.Sort(StringComparer.Ordinal);
        return matches;
    }

    // Here, where a file is still called as it was given.
    private InputFile Opened(string path)
    {
        if (FileEntry.At(path).Kind is FileKind.Device)
            throw TableErrors.Device(path);
        if (StreamCopy.IsStream(path))
            return Prepared(StreamCopy.Of(() => File.OpenRead(path), path, Folder, cancellation));
        TableFormat format = TableFormats.OfInput(path) ?? throw TableErrors.UnknownInput(path);
        return new FileInfo(path).Length > 0
            ? Prepared(new InputFile(Path.GetFullPath(path), Path.GetFileName(path), format, Path.GetFullPath(path)) { Given = path })
            : throw TableErrors.EmptyFile(path);
    }

    private InputFile Prepared(InputFile file) => file.Format.IsArrow()
        ? ArrowInput.Prepared(session, file, Folder, cancellation)
        : new InputPreparation(Folder, cancellation).Prepare(file);
}
