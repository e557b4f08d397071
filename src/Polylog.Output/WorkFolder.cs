namespace Polylog;

/// <summary>A folder for the files of a run that have to be read before all are written; deleted with them in the end.</summary>
internal sealed class WorkFolder : IDisposable
{
    /// <summary>Makes it inside another folder, so that its files can be renamed to a place there.</summary>
    public WorkFolder(string folder)
    {
        FullPath = TemporaryNames.For(Path.Combine(Path.GetFullPath(folder), "work"));
        TemporaryNames.Sweep(folder);
        Unfinished.Add(FullPath);
        Directory.CreateDirectory(FullPath);
    }

    public string FullPath { get; }

    public void Dispose()
    {
        if (Directory.Exists(FullPath))
            Directory.Delete(FullPath, recursive: true);
        Unfinished.Remove(FullPath);
    }
}
