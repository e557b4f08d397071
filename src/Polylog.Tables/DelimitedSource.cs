namespace Polylog.Tables;

/// <summary>
/// A CSV or TSV file. The dialect and the types are sniffed once, on its first rows; every scan then uses that dialect and reads text,
/// so that all scans agree about what a row is and a kept cell can be written as it was.
/// </summary>
internal sealed class DelimitedSource : TableSource
{
    /// <summary>Texts that mean "missing" in a numeric column.</summary>
    public static readonly string[] MissingMarks = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?"];

    private readonly string _text;
    private readonly string _numbers;

    private DelimitedSource(CsvDialect dialect, string path, IReadOnlyList<RenamedColumn> renamed)
        : base(dialect.Columns)
    {
        // "" and nothing at all are told apart, so that they can be written apart.
        _text = dialect.Scan(path, "nullstr = '', allow_quoted_nulls = false");
        _numbers = dialect.Scan(path, $"nullstr = {Sql.TextList(MissingMarks)}");
        Renamed = renamed;
        HasNames = dialect.Header;
        DateFormat = dialect.DateFormat;
        TimestampFormat = dialect.TimestampFormat;
    }

    public override IReadOnlyList<RenamedColumn> Renamed { get; }

    public override bool HasNames { get; }

    public override string? DateFormat { get; }

    public override string? TimestampFormat { get; }

    public static DelimitedSource Open(TableSession session, string path, TableFormat format)
    {
        CsvDialect dialect = CsvDialect.Sniff(session, path, format);
        UnequalRows.Check(session, path, dialect);
        return new(dialect, path, RenamedColumn.Find(session, path, dialect));
    }

    /// <summary>NULL where a numeric cell says "missing", otherwise the text.</summary>
    /// <remarks>Not written with IN: the engine makes a join of a long IN list, and a join does not keep the order of the rows.</remarks>
    public static string Unmarked(string cell) =>
        $"CASE WHEN list_contains({Sql.TextList(MissingMarks)}, {cell}) THEN NULL ELSE {cell} END";

    // Marks that say "missing" among numbers can be words among text.
    public override CellForm Mixed => CellForm.Text;

    public override string MixedNumber(int column) => Number(column, Unmarked(Sql.Column(column)));

    public override string MixedText(int column) => Sql.Column(column);

    public override string From(CellForm form) => form is CellForm.Number ? _numbers : _text;

    public override string Cell(int column, CellForm form) =>
        form is CellForm.Number ? Number(column, Sql.Column(column)) : Sql.Column(column);

    private string Number(int column, string cell) =>
        Columns[column].TypeName == SqlTypes.Truth ? $"CAST(CAST({cell} AS BOOLEAN) AS DOUBLE)" : $"CAST({cell} AS DOUBLE)";
}
