using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Polylog.Tables;

/// <summary>An in-memory DuckDB database, configured to be repeatable and to stay off the network.</summary>
internal sealed class TableSession : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly EngineCalls _calls = new();

    /// <summary>The folder for what does not fit memory, and for copies of inputs; deleted with the session.</summary>
    public string Folder { get; } = TemporaryNames.For(Path.Combine(Path.GetTempPath(), "spill"));

    public TableSession(int? threads)
    {
        Unfinished.Add(Folder);
        _connection.Open();
        string[] settings =
        [
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_persistent_secrets = false",
            "SET preserve_insertion_order = true",
            "SET TimeZone = 'UTC'",
            "SET enable_progress_bar = true",
            "SET enable_progress_bar_print = false",
            $"SET temp_directory = {Sql.Text(Folder)}",
        ];
        Execute(string.Join("; ", settings.Concat(NumberText.Definitions)), "DuckDB");
        if (threads is { } count)
            Execute(string.Create(CultureInfo.InvariantCulture, $"SET threads = {Math.Min(count, Environment.ProcessorCount)}"), "DuckDB");
    }

    public DuckDBNativeConnection Native => _connection.NativeConnection;

    /// <summary>Part of the running statement done, from 0 to 1, as far as the engine knows.</summary>
    public double Progress => Math.Clamp(_connection.GetQueryProgress().Percentage / 100, 0, 1);

    public DuckDB.NET.Data.DuckDBAppender Appender(string table) => _connection.CreateAppender(table);

    public void Execute(string sql, string place, CancellationToken cancellation = default) =>
        Run(sql, place, command => command.ExecuteNonQuery(), cancellation);

    public T Scalar<T>(string sql, string place, CancellationToken cancellation = default) =>
        Run(sql, place, command => (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture), cancellation);

    public List<T> Rows<T>(string sql, string place, Func<DuckDBDataReader, T> read, CancellationToken cancellation = default) =>
        Run(
            sql,
            place,
            command =>
            {
                using DuckDBDataReader reader = command.ExecuteReader();
                var rows = new List<T>();
                while (reader.Read())
                    rows.Add(read(reader));
                return rows;
            },
            cancellation);

    /// <summary>The columns a SELECT has, without running it.</summary>
    public List<TableColumn> Describe(string select, string place, CancellationToken cancellation = default) =>
        Rows($"DESCRIBE {select}", place, row => TableColumn.FromType(row.GetString(0), row.GetString(1)), cancellation);

    /// <summary>How many statements a text has; a text that does not parse is an error.</summary>
    public int CountStatements(string sql, string place, CancellationToken cancellation) => _calls.Run(() =>
    {
        int count = NativeMethods.ExtractStatements.DuckDBExtractStatements(Native, sql, out DuckDBExtractedStatements statements);
        using (statements)
        {
            string message = count == 0 ? NativeMethods.ExtractStatements.DuckDBExtractStatementsError(statements) : "";
            return string.IsNullOrEmpty(message) ? count : throw TableErrors.Engine(place, message);
        }
    }, cancellation);

    public void Dispose()
    {
        // A call that is still running needs the connection.
        if (!_calls.AreLeftBehind)
            _connection.Dispose();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Unfinished.Remove(Folder);
    }

    private T Run<T>(string sql, string place, Func<DuckDBCommand, T> run, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var interrupt = new InterruptOnCancel(Native, cancellation);
            using DuckDBCommand command = _connection.CreateCommand();
            command.CommandText = sql;
            return _calls.Run(() => run(command), cancellation);
        }
        catch (DuckDBException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            throw TableErrors.Engine(place, exception.Message, exception);
        }
    }
}
