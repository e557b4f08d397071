using System.Text;

namespace Polylog.Tables;

/// <summary>Reads the keys and values that a Parquet file has beside its rows.</summary>
public static class TableMetadata
{
    /// <summary>Reads them; empty when there are none.</summary>
    /// <param name="path">A Parquet file.</param>
    /// <exception cref="TableException">There is no such file, or it is not Parquet.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
            throw TableErrors.NoSuchFile(path);
        if (TableFormats.OfInput(path) is not TableFormat.Parquet)
            throw TableErrors.NotParquet(path);
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
