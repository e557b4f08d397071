using System.Text;

namespace Polylog.Tables;

/// <summary>Reads the keys and values that a Parquet or Arrow file has beside its rows.</summary>
public static class TableMetadata
{
    /// <summary>Whether a file's format has a place for them, by its ending.</summary>
    /// <param name="path">A file.</param>
    internal static bool HasPlace(string path) =>
        TableFormats.OfInput(path) is { } format && (format is TableFormat.Parquet || format.IsArrow());

    /// <summary>Reads them; empty when there are none.</summary>
    /// <param name="path">A Parquet or Arrow file.</param>
    /// <exception cref="TableException">There is no such file, or it is of another format.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
            throw TableErrors.NoSuchFile(path);
        if (!HasPlace(path))
            throw TableErrors.NoMetadata(path);
        if (TableFormats.OfInput(path)!.Value.IsArrow())
        {
            using var batches = new ArrowBatches(Path.GetFullPath(path), Path.GetFileName(path), CancellationToken.None);
            return batches.Metadata;
        }
        using var session = new TableSession(threads: null);
        string query = $"SELECT key, value FROM parquet_kv_metadata({Sql.Text(Path.GetFullPath(path))})";
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        List<(string, string)> pairs = session.Rows(query, Path.GetFileName(path), row => (Text(row.GetStream(0)), Text(row.GetStream(1))));
        foreach ((string key, string value) in pairs)
            metadata[key] = value;
        return metadata;
    }

    private static string Text(Stream bytes)
    {
        using var reader = new StreamReader(bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}
