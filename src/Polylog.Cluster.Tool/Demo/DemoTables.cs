using System.Globalization;
using Polylog.Tables;

namespace Polylog.Cluster.Tool;

/// <summary>Parquet files of made rows.</summary>
internal static class DemoTables
{
    /// <summary>Writes files of rows that depend on their number alone, and drift from file to file.</summary>
    public static void Write(string folder, int files, int rows)
    {
        using var session = new TableSession(threads: null);
        for (int file = 0; file < files; file++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{file:000}.parquet"));
            string numbers = string.Create(CultureInfo.InvariantCulture, $"range({(long)file * rows}, {(file + 1L) * rows})");
            session.Execute(
                "COPY (SELECT i AS id, sin(i * 0.37) + i * 1e-6 AS x, cos(i * 0.61) * sin(i * 1e-4) AS z, "
                + $"sin(i * 0.11) * cos(i * 0.7) AS y FROM {numbers} AS r(i)) TO {Sql.Text(path)} (FORMAT parquet, ROW_GROUP_SIZE 20480)",
                "a made table");
        }
    }
}
