using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>A NumPy array of one or two dimensions as a table, kept in a temporary table: column0, column1 and so on.</summary>
internal sealed class NpySource : TableSource
{
    private readonly string _relation;

    private NpySource(IReadOnlyList<TableColumn> columns, string relation)
        : base(columns) => _relation = relation;

    public static NpySource Open(TableSession session, InputFile file, CancellationToken cancellation)
    {
        using var array = NpyArray.Open(file.Path, file.Name);
        string relation = $"npy_{Guid.NewGuid():N}";
        string[] names = [.. Enumerable.Range(0, array.Columns).Select(column => $"column{column}")];
        session.Execute(
            $"CREATE TEMP TABLE {relation} ({string.Join(", ", names.Select(name => $"{Sql.Name(name)} {array.SqlType}"))})",
            file.Name,
            cancellation);
        using (DuckDBAppender appender = session.Appender(relation))
        {
            for (long row = 0; row < array.Rows; row++)
            {
                if (row % 4096 == 0)
                    cancellation.ThrowIfCancellationRequested();
                IDuckDBAppenderRow cells = appender.CreateRow();
                for (int column = 0; column < array.Columns; column++)
                    array.Append(cells, row, column);
                cells.EndRow();
            }
        }
        return new(session.Describe($"FROM {relation}", file.Name, cancellation), relation)
        {
            Notes = file.Notes,
        };
    }

    public override string From(CellForm form) => _relation;

    public override string Cell(int column, CellForm form) => CellsOf.Typed(Columns[column], form);
}
