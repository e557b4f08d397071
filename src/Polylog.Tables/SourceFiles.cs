namespace Polylog.Tables;

/// <summary>Opens a file as the source that its file name extension stands for.</summary>
internal static class SourceFiles
{
    public static TableSource Open(TableSession session, string path)
    {
        TableFormat format = TableFormats.OfInput(path) ?? throw TableErrors.UnknownInput(path);
        return format switch
        {
            TableFormat.Parquet => ParquetSource.Open(session, path),
            TableFormat.Json or TableFormat.JsonLines => JsonSource.Open(session, path),
            _ => DelimitedSource.Open(session, path, format),
        };
    }
}
