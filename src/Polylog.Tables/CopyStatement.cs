namespace Polylog.Tables;

/// <summary>The COPY statement that writes a SELECT to a file.</summary>
internal static class CopyStatement
{
    public static string For(string select, string path, TableFormat format, IReadOnlyDictionary<string, string>? metadata) =>
        $"COPY ({select}) TO {Sql.Text(path)} ({Options(format, metadata)}, USE_TMP_FILE false)";

    /// <summary>The statement for a Parquet file that is read soon and then deleted.</summary>
    public static string Temporary(string select, string path, IReadOnlyDictionary<string, string>? metadata) =>
        $"COPY ({select}) TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION snappy{KeyValues(metadata)}, USE_TMP_FILE false)";

    private static string Options(TableFormat format, IReadOnlyDictionary<string, string>? metadata) => format switch
    {
        TableFormat.Csv => Delimited(","),
        TableFormat.Tsv => Delimited("\t"),
        TableFormat.Json => "FORMAT json, ARRAY true",
        TableFormat.JsonLines => "FORMAT json, ARRAY false",
        TableFormat.Parquet => $"FORMAT parquet, COMPRESSION zstd{KeyValues(metadata)}",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static string Delimited(string delimiter) =>
        $"FORMAT csv, HEADER true, DELIMITER '{delimiter}', QUOTE '\"', ESCAPE '\"', NULLSTR ''";

    private static string KeyValues(IReadOnlyDictionary<string, string>? metadata) => metadata is null || metadata.Count == 0
        ? ""
        : $", KV_METADATA {{{string.Join(", ", metadata.Select(pair => $"{Sql.Text(pair.Key)}: {Sql.Text(pair.Value)}"))}}}";
}
