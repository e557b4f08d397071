namespace Polylog;

/// <summary>A file written under another name first, so that its own name never holds half of it.</summary>
/// <remarks>
/// Here because tables and networks both write files; the library itself writes none. Failures are the exceptions the caller makes of a
/// line of text, so that each project keeps its own kind.
/// </remarks>
internal sealed class OutputFile : IDisposable
{
    private const UnixFileMode OwnersAccess = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _target;
    private readonly Func<string, Exception> _failure;

    /// <summary>Makes the temporary file, empty.</summary>
    public OutputFile(string path, Func<string, Exception> failure)
    {
        _path = path;
        _failure = failure;
        // A link keeps pointing where it points; what it points to is replaced.
        _target = OutputTarget.Of(path, failure);
        TemporaryPath = TemporaryNames.For(_target);
        TemporaryNames.Sweep(Path.GetDirectoryName(_target)!);
        Unfinished.Add(TemporaryPath);
        Guarded(Create);
    }

    /// <summary>A file that is there and empty; what is written to it gets the name of the target in the end.</summary>
    public string TemporaryPath { get; }

    /// <summary>Throws where a file cannot be written, or is one of those read.</summary>
    public static void Check(string path, IReadOnlyList<string> inputs, Func<string, Exception> failure)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(inputs);
        string target = OutputTarget.Of(path, failure);
        if (inputs.Any(input => RealPath.Of(input) == target))
            throw failure($"'{path}' is an input as well; write to another file");
        // Whether a folder takes new files is known for sure only by making one.
        using var probe = new OutputFile(path, failure);
    }

    /// <summary>Writes the content; a failure names the target.</summary>
    public void Write(Action<FileStream> write) => Guarded(() =>
    {
        using var file = new FileStream(TemporaryPath, FileMode.Open, FileAccess.Write, FileShare.None, 1 << 16);
        write(file);
    });

    /// <summary>Changes what was written; a failure names the target.</summary>
    public void Amend(Action<string> change) => Guarded(() => change(TemporaryPath));

    /// <summary>A message about the temporary file, about the target: users do not know the temporary name.</summary>
    public string Named(string message) => message.Replace(TemporaryPath, _path, StringComparison.Ordinal);

    /// <summary>Puts what was written in its place.</summary>
    public void Commit()
    {
        Complete();
        Unfinished.Finish(Rename);
    }

    /// <summary>
    /// Brings what was written to the disk, with the mode and, where this user may, the owner of the file that it replaces.
    /// </summary>
    internal void Complete() => Guarded(() =>
    {
        using (var file = new FileStream(TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        FileEntry replaced = FileEntry.At(OutputTarget.Of(_path, _failure));
        if (replaced.Kind != FileKind.Ordinary || OperatingSystem.IsWindows())
            return;
        if (replaced.Owner is { } owner)
            FileEntry.Give(TemporaryPath, owner);
        File.SetUnixFileMode(TemporaryPath, Mode(_target));
    });

    /// <summary>Gives the temporary file the name of the target.</summary>
    internal void Rename() => Guarded(() => File.Move(TemporaryPath, _target, overwrite: true));

    public void Dispose()
    {
        if (File.Exists(TemporaryPath))
            File.Delete(TemporaryPath);
        Unfinished.Remove(TemporaryPath);
    }

    // From the start it is open to nobody to whom the file that it replaces is not.
    private void Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && File.Exists(_target))
            options.UnixCreateMode = Mode(_target) | OwnersAccess;
        new FileStream(TemporaryPath, options).Dispose();
    }

    // Without the bits that let a program run as its owner: a table or a picture has no use for them.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode Mode(string path) =>
        File.GetUnixFileMode(path) & ~(UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit);

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    private Exception NotWritable(Exception cause) => OutputTarget.NotWritable(_path, Named(cause.Message), _failure);
}
