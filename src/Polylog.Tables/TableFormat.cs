namespace Polylog.Tables;

/// <summary>The kinds of file, told by their ending.</summary>
internal enum TableFormat
{
    Csv,
    Tsv,
    Json,
    JsonLines,
    Parquet,
}

/// <summary>From a file's ending to its format.</summary>
internal static class TableFormats
{
    public const string Endings = ".csv, .tsv, .tab, .json, .ndjson, .jsonl, .parquet";

    /// <summary>The format of a file to write, or null for an ending that is none of ours.</summary>
    public static TableFormat? OfOutput(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => TableFormat.Csv,
        ".TSV" or ".TAB" => TableFormat.Tsv,
        ".JSON" => TableFormat.Json,
        ".NDJSON" or ".JSONL" => TableFormat.JsonLines,
        ".PARQUET" => TableFormat.Parquet,
        _ => null,
    };

    /// <summary>The format of a file to read: text formats may be compressed with gzip or zstd.</summary>
    public static TableFormat? OfInput(string path)
    {
        bool compressed = Path.GetExtension(path).ToUpperInvariant() is ".GZ" or ".ZST";
        TableFormat? format = OfOutput(compressed ? Path.GetFileNameWithoutExtension(path) : path);
        return compressed && format is TableFormat.Parquet ? null : format;
    }

    public static bool IsDelimited(this TableFormat format) => format is TableFormat.Csv or TableFormat.Tsv;

    public static bool IsJson(this TableFormat format) => format is TableFormat.Json or TableFormat.JsonLines;
}
