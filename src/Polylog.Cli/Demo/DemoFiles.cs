namespace Polylog.Cli;

/// <summary>The files of a demonstration. Other files in its folder are not touched.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string Data => Path.Combine(Folder, "data.parquet");

    public string Coreset => Path.Combine(Folder, "coreset.parquet");

    public string Random => Path.Combine(Folder, "random.parquet");

    public string Network => Path.Combine(Folder, "network.safetensors");

    public string Picture => Path.Combine(Folder, "polylog-demo.png");

    /// <summary>Deletes the files of a demonstration that was stopped, and the folder if it is empty then.</summary>
    public void Remove()
    {
        foreach (string file in new[] { Data, Coreset, Random, Network, Picture })
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
