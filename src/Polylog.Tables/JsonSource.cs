namespace Polylog.Tables;

/// <summary>A JSON file, an array of objects or one object after another. All of it is sniffed: any row may bring a new key.</summary>
internal sealed class JsonSource : TableSource
{
    private readonly IReadOnlyList<TableColumn> _values;
    private readonly string _typed;
    private readonly string _untyped;

    private JsonSource(IReadOnlyList<TableColumn> columns, IReadOnlyList<TableColumn> values, string typed, string untyped)
        : base(columns)
    {
        _values = values;
        _typed = typed;
        _untyped = untyped;
    }

    public static JsonSource Open(TableSession session, InputFile file, CancellationToken cancellation)
    {
        string arguments = $"{Sql.Text(file.ReadPath)}, sample_size = -1, records = true, hive_partitioning = false";
        string typed = $"read_json({arguments})";
        // At depth 1 each value stays the JSON it is: no string becomes a date, no nested value loses its shape.
        string untyped = $"read_json({arguments}, maximum_depth = 1)";
        return new(
            session.Describe($"FROM {typed}", file.Name, cancellation),
            session.Describe($"FROM {untyped}", file.Name, cancellation),
            typed,
            untyped)
        {
            Notes = file.Notes,
        };
    }

    public override string From(CellForm form) => form is CellForm.Text or CellForm.Json ? _untyped : _typed;

    public override string Cell(int column, CellForm form) => form switch
    {
        CellForm.Text => $"{Sql.Name(_values[column].Name)} ->> '$'",
        CellForm.Json => Sql.Name(_values[column].Name),
        _ => CellsOf.Typed(Columns[column], form),
    };
}
