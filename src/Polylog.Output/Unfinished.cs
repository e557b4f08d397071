namespace Polylog;

/// <summary>
/// Files and folders that exist only until a run has ended. A run that cannot come to its end deletes them before the process ends.
/// </summary>
internal static class Unfinished
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<string> s_paths = [];
    private static bool s_closed;

    public static void Add(string path)
    {
        lock (s_gate)
        {
            CheckOpen();
            s_paths.Add(path);
        }
    }

    public static void Remove(string path)
    {
        lock (s_gate)
            s_paths.Remove(path);
    }

    /// <summary>Renames of files that belong together: the process does not end between them.</summary>
    public static void Finish(Action renames)
    {
        lock (s_gate)
        {
            CheckOpen();
            renames();
        }
    }

    /// <summary>Deletes all of them, for the end of the process; threads that still run can finish no file after that.</summary>
    public static void DeleteAll()
    {
        lock (s_gate)
        {
            s_closed = true;
            // The longest paths first: a folder after what is in it.
            foreach (string path in s_paths.OrderByDescending(path => path.Length))
                Delete(path);
        }
    }

    /// <summary>Deletes a file, or a folder if it is empty or has a temporary name; failures are ignored.</summary>
    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: TemporaryNames.Has(path));
            else
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not empty, or no longer there.
        }
    }

    private static void CheckOpen()
    {
        if (s_closed)
            throw new OperationCanceledException();
    }
}
