using Polylog.Tables;

namespace Polylog.Cluster;

/// <summary>Reads from the footers of Parquet files how many rows each row group has.</summary>
internal static class RowGroups
{
    // Names in one statement.
    private const int Batch = 500;

    public static IReadOnlyList<IReadOnlyList<long>> Read(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        using var session = new TableSession(threads: 1);
        var groups = new List<List<long>>();
        foreach (string[] batch in paths.Chunk(Batch))
        {
            var places = batch.Index().ToDictionary(pair => pair.Item, pair => groups.Count + pair.Index, StringComparer.Ordinal);
            groups.AddRange(batch.Select(_ => new List<long>()));
            string names = string.Join(", ", batch.Select(Sql.Text));
            string query = "SELECT file_name, row_group_num_rows FROM parquet_metadata([" + names + "]) WHERE column_id = 0 "
                + "ORDER BY file_name, row_group_id";
            foreach ((string name, long rows) in session.Rows(
                query, "the files' footers", row => (row.GetString(0), row.GetInt64(1)), cancellation))
                groups[places[name]].Add(rows);
        }
        return groups;
    }
}
