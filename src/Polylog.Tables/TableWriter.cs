using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>A column of numbers to write.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">Its values.</param>
public readonly record struct NumericColumn(string Name, ReadOnlyMemory<double> Values);

/// <summary>Writes numbers that come from no table.</summary>
public static class TableWriter
{
    private const string Numbers = "numbers";

    /// <summary>Writes columns of equal length to a file, whole or not at all.</summary>
    /// <param name="path">The file to write; its ending says the format.</param>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="metadata">Keys and values to keep in a Parquet file; other formats have no place for them.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="TableException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<NumericColumn> columns,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0 || columns.Any(column => column.Values.Length != columns[0].Values.Length))
            throw new ArgumentException("There must be at least one column, and all must be of equal length.", nameof(columns));
        TableFormat format = TableOutput.Check(path, []);
        using OutputFile output = TableOutput.Open(path);
        using var session = new TableSession(threads: null);
        string place = Path.GetFileName(path);
        string definitions = string.Join(", ", columns.Select((_, index) => $"{Sql.Column(index)} DOUBLE"));
        session.Execute($"CREATE TEMP TABLE {Numbers} ({definitions})", place, cancellation);
        Append(session, columns, cancellation);
        string cells = string.Join(", ", columns.Select((column, index) => $"{Sql.Column(index)} AS {Sql.Name(column.Name)}"));
        TableOutput.Write(session, $"SELECT {cells} FROM {Numbers}", (path, output, format), metadata, cancellation);
        output.Commit();
    }

    private static void Append(TableSession session, IReadOnlyList<NumericColumn> columns, CancellationToken cancellation)
    {
        using DuckDBAppender appender = session.Appender(Numbers);
        for (int row = 0; row < columns[0].Values.Length; row++)
        {
            if (row % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            IDuckDBAppenderRow cells = appender.CreateRow();
            foreach (NumericColumn column in columns)
                cells.AppendValue(column.Values.Span[row]);
            cells.EndRow();
        }
    }
}
