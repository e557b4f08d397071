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

    private static TableException Failure(string message) => new(message);
}
