namespace Polylog.Tables;

/// <summary>The formats of table files.</summary>
internal enum TableFormat
{
    Csv,
    Tsv,
    Json,
    JsonLines,
    Parquet,
}

/// <summary>Tells the format of a file by its file name extension.</summary>
internal static class TableFormats
{
    public const string Endings = ".csv, .tsv, .tab, .json, .ndjson, .jsonl, .parquet";

    /// <summary>The format of a file to write; null for an unknown extension.</summary>
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
