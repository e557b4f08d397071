namespace Polylog.Cli;

/// <summary>The files of a demonstration. They replace files of the same names; other files in its folder are not touched.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string Data => Path.Combine(Folder, "data.parquet");

    public string Coreset => Path.Combine(Folder, "coreset.parquet");

    public string Random => Path.Combine(Folder, "random.parquet");

    public string Network => Path.Combine(Folder, "network.safetensors");

    public string Picture => Path.Combine(Folder, "polylog-demo.png");

    private IReadOnlyList<string> All => [Data, Coreset, Random, Network, Picture];

    /// <summary>Throws where one of them cannot be written.</summary>
    public void Check()
    {
        foreach (string file in All)
            OutputFile.Check(file, [], Failure);
    }

    /// <summary>Puts files of another folder into the places of these, all together.</summary>
    public void Replace(DemoFiles others)
    {
        using var files = new OutputSet(Failure);
        foreach ((string file, string other) in All.Zip(others.All))
            File.Move(other, files.Add(file).TemporaryPath, overwrite: true);
        files.Commit();
    }

    public OutputFolder MakeFolder()
    {
        if (File.Exists(Folder))
            throw new CommandException($"'{Folder}' is a file; give a folder with --output");
        try
        {
            return new OutputFolder(Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot make the folder '{Folder}': {exception.Message.TrimEnd('.')}; "
                + "choose another with --output");
        }
    }

    private static CommandException Failure(string message) => new(message);
}
