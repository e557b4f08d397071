namespace Polylog.Tables;

/// <summary>The file a table is written to.</summary>
internal static class TableOutput
{
    /// <summary>The format of a file that can be written; otherwise an error says why it cannot.</summary>
    public static TableFormat Check(string path, IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(path);
        TableFormat? format = TableFormats.OfOutput(path);
        if (format is null && !Directory.Exists(path))
            throw TableErrors.UnknownOutput(path);
        OutputFile.Check(path, inputs, Failure);
        return format ?? throw TableErrors.UnknownOutput(path);
    }

    public static OutputFile Open(string path) => new(path, Failure);

    /// <summary>Runs the statement that writes the file; an error names the file as the user knows it.</summary>
    /// <remarks>The engine's words are: could not write file "...": No space left on device.</remarks>
    public static void Execute(TableSession session, string copy, string path, OutputFile output, CancellationToken cancellation)
    {
        try
        {
            session.Execute(copy, Path.GetFileName(path), cancellation);
        }
        catch (TableException exception) when (exception.Message.Contains(output.TemporaryPath, StringComparison.Ordinal))
        {
            string[] parts = exception.Message.Split(output.TemporaryPath);
            string cause = parts[^1].TrimStart('"', '\'', ':', ' ');
            throw OutputTarget.NotWritable(path, cause, message => new TableException(message, exception));
        }
    }

    private static TableException Failure(string message) => new(message);
}
