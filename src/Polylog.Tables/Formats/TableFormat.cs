namespace Polylog.Tables;

/// <summary>The formats of table files.</summary>
internal enum TableFormat
{
    Csv,
    Tsv,

    /// <summary>Text with a delimiter that its ending does not tell, or with columns aligned by blanks; read only.</summary>
    Text,

    Json,
    JsonLines,
    Parquet,

    /// <summary>Arrow data as a stream of messages.</summary>
    ArrowStream,

    /// <summary>Arrow data as a file with an index at its end, also called Feather.</summary>
    ArrowFile,

    /// <summary>An array as NumPy writes it; read only.</summary>
    Npy,
}

/// <summary>Tells the format of a file by its file name extension.</summary>
internal static class TableFormats
{
    /// <summary>The endings of files to write.</summary>
    public const string Endings = ".csv, .tsv, .tab, .json, .ndjson, .jsonl, .parquet, .arrow, .arrows, .feather";

    /// <summary>The endings of files to read.</summary>
    public const string InputEndings = $"{Endings}, .txt, .dat, .npy";

    /// <summary>The format of a file to write; null for an unknown extension.</summary>
    public static TableFormat? OfOutput(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => TableFormat.Csv,
        ".TSV" or ".TAB" => TableFormat.Tsv,
        ".JSON" => TableFormat.Json,
        ".NDJSON" or ".JSONL" => TableFormat.JsonLines,
        ".PARQUET" => TableFormat.Parquet,
        ".ARROWS" => TableFormat.ArrowStream,
        ".ARROW" or ".FEATHER" => TableFormat.ArrowFile,
        _ => null,
    };

    /// <summary>The format of a file to read: text formats may be compressed with gzip or zstd.</summary>
    public static TableFormat? OfInput(string path)
    {
        string plain = WithoutCompression(path);
        TableFormat? format = Path.GetExtension(plain).ToUpperInvariant() switch
        {
            ".TXT" or ".DAT" => TableFormat.Text,
            ".NPY" => TableFormat.Npy,
            _ => OfOutput(plain),
        };
        return plain != path && format is not null && format.Value.IsBinary() ? null : format;
    }

    /// <summary>A file's name without .gz or .zst.</summary>
    public static string WithoutCompression(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".GZ" or ".ZST" ? path[..path.LastIndexOf('.')] : path;

    public static bool IsDelimited(this TableFormat format) => format is TableFormat.Csv or TableFormat.Tsv;

    public static bool IsArrow(this TableFormat format) => format is TableFormat.ArrowStream or TableFormat.ArrowFile;

    /// <summary>Whether its bytes are no text.</summary>
    public static bool IsBinary(this TableFormat format) => format is TableFormat.Parquet or TableFormat.Npy || format.IsArrow();

    public static bool IsJson(this TableFormat format) => format is TableFormat.Json or TableFormat.JsonLines;
}
