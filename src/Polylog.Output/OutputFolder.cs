namespace Polylog;

/// <summary>A folder for output files. What had to be made of it is removed again if no file gets there.</summary>
internal sealed class OutputFolder : IDisposable
{
    // The innermost first.
    private readonly List<string> _made = [];

    /// <summary>Makes a folder and the folders above it, as far as they are missing.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public OutputFolder(string path)
    {
        string? folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            _made.Add(folder);
        _made.ForEach(Unfinished.Add);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder stays, even if it is empty.</summary>
    public void Keep()
    {
        _made.ForEach(Unfinished.Remove);
        _made.Clear();
    }

    public void Dispose()
    {
        try
        {
            foreach (string folder in _made.Where(Directory.Exists))
            {
                if (!Directory.EnumerateFileSystemEntries(folder).Any())
                    Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else uses it.
        }
        Keep();
    }
}
