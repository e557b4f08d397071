namespace Polylog.Tables;

/// <summary>Opens a file as the source that its format stands for.</summary>
internal static class SourceFiles
{
    public static TableSource Open(TableSession session, InputFile file, CancellationToken cancellation) => file.Format switch
    {
        TableFormat.Parquet => ParquetSource.Open(session, file, cancellation),
        TableFormat.Json or TableFormat.JsonLines => JsonSource.Open(session, file, cancellation),
        TableFormat.Npy => NpySource.Open(session, file, cancellation),
        _ => new DelimitedOpening(session, file, cancellation).Open(),
    };
}
