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

    /// <summary>Writes the rows of a SELECT; an error names the file as the user knows it.</summary>
    /// <remarks>The engine's words are: could not write file "...": No space left on device.</remarks>
    public static void Write(
        TableSession session,
        string select,
        (string Path, OutputFile File, TableFormat Format) target,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellation)
    {
        (string path, OutputFile output, TableFormat format) = target;
        if (format.IsArrow())
        {
            ArrowOutput.Write(session, select, output, format, metadata, cancellation);
            return;
        }
        string copy = CopyStatement.For(select, output.TemporaryPath, format, metadata);
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
