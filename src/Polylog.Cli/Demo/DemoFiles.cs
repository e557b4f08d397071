namespace Polylog.Cli;

/// <summary>The files of a demonstration; other files in its folder are left alone.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string Data => Path.Combine(Folder, "data.parquet");

    public string Coreset => Path.Combine(Folder, "coreset.parquet");

    public string Random => Path.Combine(Folder, "random.parquet");

    public string Picture => Path.Combine(Folder, "polylog-demo.png");

    /// <summary>Takes away what a demonstration made before it was stopped; the folder too if nothing else is in it.</summary>
    public void Remove()
    {
        foreach (string file in new[] { Data, Coreset, Random, Picture })
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
            Directory.Delete(Folder);
    }

    public void MakeFolder()
    {
        if (File.Exists(Folder))
            throw new CommandException($"'{Folder}' is a file; give a folder with --output");
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot make the folder '{Folder}': {exception.Message.TrimEnd('.')}; "
                + "choose another with --output");
        }
    }
}
