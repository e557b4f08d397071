namespace Polylog.Cli;

/// <summary>The files of a demonstration; other files in its folder are left alone.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string Data => Path.Combine(Folder, "data.parquet");

    public string Coreset => Path.Combine(Folder, "coreset.parquet");

    public string Random => Path.Combine(Folder, "random.parquet");

    public string Picture => Path.Combine(Folder, "polylog-demo.png");

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
