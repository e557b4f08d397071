namespace Polylog.Tables;

/// <summary>Length and time of a file when it was opened: a table is read twice, and both readings must see the same rows.</summary>
internal readonly record struct FileStamp(string Path, long Length, DateTime Written)
{
    public static FileStamp FromFile(string path)
    {
        var file = new FileInfo(path);
        return new(path, file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
    }

    public void Check()
    {
        if (FromFile(Path) != this)
            throw TableErrors.Changed(Path);
    }
}
