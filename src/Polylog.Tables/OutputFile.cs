namespace Polylog.Tables;

/// <summary>A file written under another name first, so that its own name never holds half a table.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _target;

    public OutputFile(string path)
    {
        _path = path;
        // A link keeps pointing where it points; what it points to is replaced.
        _target = RealPath.Of(path);
        TemporaryPath = TemporaryName(_target);
    }

    public string TemporaryPath { get; }

    /// <summary>The format of a file that can be written; otherwise an error says why it cannot.</summary>
    public static TableFormat Check(string path, IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(inputs);
        if (Directory.Exists(path))
            throw TableErrors.OutputIsDirectory(path);
        TableFormat format = TableFormats.OfOutput(path) ?? throw TableErrors.UnknownOutput(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw TableErrors.NoFolder(path, folder);
        string target = RealPath.Of(path);
        if (inputs.Any(input => RealPath.Of(input) == target))
            throw TableErrors.OutputIsInput(path);
        Probe(path, TemporaryName(target));
        return format;
    }

    /// <summary>Puts what was written in its place.</summary>
    public void Commit()
    {
        try
        {
            using (var file = new FileStream(TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(TemporaryPath, _target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TableErrors.NotWritable(_path, exception.Message);
        }
    }

    public void Dispose()
    {
        if (File.Exists(TemporaryPath))
            File.Delete(TemporaryPath);
    }

    private static string TemporaryName(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");

    // Whether a folder takes new files is known for sure only by making one.
    private static void Probe(string path, string temporary)
    {
        try
        {
            using var probe = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TableErrors.NotWritable(path, exception.Message);
        }
    }
}
