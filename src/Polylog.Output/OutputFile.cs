namespace Polylog;

/// <summary>A file written under another name first, so that its own name never holds half of it.</summary>
/// <remarks>
/// Here because tables and networks both write files; the library itself writes none. Failures are the exceptions the caller makes of a
/// line of text, so that each project keeps its own kind.
/// </remarks>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _target;
    private readonly Func<string, Exception> _failure;

    public OutputFile(string path, Func<string, Exception> failure)
    {
        _path = path;
        _failure = failure;
        // A link keeps pointing where it points; what it points to is replaced.
        _target = RealPath.Of(path);
        TemporaryPath = TemporaryName(_target);
    }

    public string TemporaryPath { get; }

    /// <summary>Throws where a file cannot be written, or is one of those read.</summary>
    public static void Check(string path, IReadOnlyList<string> inputs, Func<string, Exception> failure)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(inputs);
        if (Directory.Exists(path))
            throw failure($"'{path}' is a folder; give the name of a file to write");
        if (SpecialFile.Describe(path) is { } kind)
            throw failure($"'{path}' is {kind}; give the name of an ordinary file to write");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw failure($"cannot write '{path}': there is no folder '{Path.GetDirectoryName(path)}'; create it first");
        string target = RealPath.Of(path);
        if (inputs.Any(input => RealPath.Of(input) == target))
            throw failure($"'{path}' is an input as well; write to another file");
        Probe(path, TemporaryName(target), failure);
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
            throw NotWritable(_path, TemporaryPath, exception, _failure);
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
    private static void Probe(string path, string temporary, Func<string, Exception> failure)
    {
        try
        {
            using var probe = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, temporary, exception, failure);
        }
    }

    // The name it is written under first is nothing a user knows of.
    private static Exception NotWritable(string path, string temporary, Exception cause, Func<string, Exception> failure)
    {
        string[] lines = cause.Message.Replace(temporary, path, StringComparison.Ordinal).Split('\n', '\r');
        return failure($"cannot write '{path}': {string.Join("; ", lines).TrimEnd('.', ';', ' ')}; choose another place");
    }
}
