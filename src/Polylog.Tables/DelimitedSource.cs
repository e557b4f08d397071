namespace Polylog.Tables;

/// <summary>
/// A CSV or TSV file. The dialect and the types are sniffed once, on its first rows; every scan then uses that dialect and reads text,
/// so that all scans agree about what a row is and a kept cell can be written as it was.
/// </summary>
internal sealed class DelimitedSource : TableSource
{
    /// <summary>Texts that mean "missing" in a numeric column.</summary>
    public static readonly string[] MissingMarks = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?"];

    /// <summary>The scan's option for text: "" and nothing at all are told apart, so that they can be written apart.</summary>
    public const string TextNulls = "nullstr = '', allow_quoted_nulls = false";

    private readonly string _text;
    private readonly string _numbers;

    public DelimitedSource(InputFile file, CsvDialect dialect)
        : base(dialect.Columns)
    {
        _text = dialect.Scan(file.ReadPath, TextNulls);
        _numbers = dialect.Scan(file.ReadPath, $"nullstr = {Sql.TextList(MissingMarks)}");
        RawRows = RawRows.Of(file, dialect);
        // Blank lines are no rows; whoever reads them finds that out.
        IsSeenNotEmpty = file.Survey is { } survey && survey.Lines > dialect.Skip + (dialect.Header ? 1 : 0);
        DateFormat = dialect.DateFormat;
        TimestampFormat = dialect.TimestampFormat;
    }

    /// <summary>The rows as the file has them, where its dialect is the usual one.</summary>
    public RawRows? RawRows { get; }

    public override bool IsSeenNotEmpty { get; }

    public IReadOnlyList<RenamedColumn> RenamedColumns { get; init; } = [];

    public override IReadOnlyList<RenamedColumn> Renamed => RenamedColumns;

    /// <summary>What keeps the text columns from being numbers, by column.</summary>
    public required IReadOnlyDictionary<int, StrayText> Strays { get; init; }

    /// <summary>Columns without any value, which have no type of their own.</summary>
    public IReadOnlyCollection<int> Blank { get; init; } = [];

    public override bool IsBlank(int column) => Blank.Contains(column);

    public override string? DateFormat { get; }

    public override string? TimestampFormat { get; }

    /// <summary>NULL where a numeric cell says "missing", otherwise the text.</summary>
    /// <remarks>Not written with IN: the engine makes a join of a long IN list, and a join does not keep the order of the rows.</remarks>
    public static string Unmarked(string cell) =>
        $"CASE WHEN list_contains({Sql.TextList(MissingMarks)}, trim({cell})) THEN NULL ELSE {cell} END";

    // Marks that say "missing" among numbers can be words among text.
    public override CellForm Mixed => CellForm.Text;

    public override string MixedNumber(int column, CellForm form) => Number(column, Unmarked(Sql.Column(column)), form);

    public override string MixedText(int column) => Sql.Column(column);

    public override string From(CellForm form) => form is CellForm.Number or CellForm.AnyNumber ? _numbers : _text;

    public override string Cell(int column, CellForm form) =>
        form is CellForm.Number or CellForm.AnyNumber ? Number(column, Sql.Column(column), form) : Sql.Column(column);

    private string Number(int column, string cell, CellForm form) => Columns[column].TypeName == SqlTypes.Truth
        ? $"CAST(CAST({cell} AS BOOLEAN) AS DOUBLE)"
        : form is CellForm.Number ? $"CAST({cell} AS DOUBLE)" : NumberText.Read(cell, Unmarked(cell));
}
