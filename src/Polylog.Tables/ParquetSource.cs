namespace Polylog.Tables;

/// <summary>A Parquet file: its own names and types.</summary>
internal sealed class ParquetSource : TableSource
{
    private readonly string _scan;

    private ParquetSource(IReadOnlyList<TableColumn> columns, string scan)
        : base(columns) => _scan = scan;

    public static ParquetSource Open(TableSession session, InputFile file, CancellationToken cancellation)
    {
        // A folder called "year=2020" must not add a column that the file has not.
        string scan = $"read_parquet({Sql.Text(file.ReadPath)}, hive_partitioning = false)";
        List<TableColumn> columns = session.Describe($"FROM {scan}", file.Name, cancellation);
        return new([.. columns.Where(column => column.Name != file.Without)], scan);
    }

    public override string From(CellForm form) => _scan;

    public override string Cell(int column, CellForm form) => CellsOf.Typed(Columns[column], form);
}
