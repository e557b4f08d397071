namespace Polylog;

/// <summary>Files that belong together: all are written before the first gets its name.</summary>
internal sealed class OutputSet(Func<string, Exception> failure) : IDisposable
{
    private readonly List<(string Path, OutputFile File)> _files = [];

    /// <summary>Adds a file, to be written before the end.</summary>
    public OutputFile Add(string path)
    {
        var file = new OutputFile(path, failure);
        _files.Add((path, file));
        return file;
    }

    /// <summary>Puts all files in their places. If one of the last steps fails, the message says which files are new.</summary>
    public void Commit()
    {
        foreach ((_, OutputFile file) in _files)
            file.Complete();
        Unfinished.Finish(() =>
        {
            for (int i = 0; i < _files.Count; i++)
                Rename(i);
        });
    }

    public void Dispose()
    {
        foreach ((_, OutputFile file) in _files)
            file.Dispose();
    }

    private void Rename(int index)
    {
        try
        {
            _files[index].File.Rename();
        }
        catch (Exception exception) when (index > 0)
        {
            string written = string.Join(", ", _files.Take(index).Select(file => $"'{file.Path}'"));
            throw failure($"{exception.Message} ({written} {(index == 1 ? "is" : "are")} written)");
        }
    }
}
