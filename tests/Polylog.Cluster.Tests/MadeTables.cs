using Polylog.Tables;

namespace Polylog.Cluster.Tests;

/// <summary>A folder with Parquet files of made rows, deleted in the end.</summary>
internal sealed class MadeTables : IDisposable
{
    public MadeTables(int files, int rows, int first = 0)
    {
        Folder = Directory.CreateTempSubdirectory("polylog-cluster-").FullName;
        for (int file = first; file < first + files; file++)
            Write(file, rows);
    }

    public string Folder { get; }

    public string Output => Path.Combine(Folder, "out.parquet");

    public JobOrder Order(string output, params string[] options) => new()
    {
        Inputs = [Path.Combine(Folder, "part-*.parquet")],
        Output = Path.Combine(Folder, output),
        Options = options,
        PartRows = 20_000,
    };

    /// <summary>Writes a file whose rows depend on its number alone.</summary>
    public void Write(int file, int rows)
    {
        using var session = new TableSession(threads: 1);
        string path = Path.Combine(Folder, $"part-{file:000}.parquet");
        session.Execute(
            $"COPY (SELECT i AS id, sin(i * 0.37) AS x, cos(i * 0.61) * sin(i * 0.0001) AS z, 'row ' || i AS name, "
            + "CASE WHEN i % 97 = 0 THEN NULL ELSE 'g' || CAST(i // 30000 AS VARCHAR) END AS g, i % 3 AS k, "
            + "CASE WHEN i % 5 = 0 THEN -1.5 ELSE 1 + (i % 2) END AS w FROM "
            + $"range({(long)file * rows}, {(long)(file + 1) * rows}) AS r(i)) TO {Sql.Text(path)} (FORMAT parquet, ROW_GROUP_SIZE 10240)",
            "a made table");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
