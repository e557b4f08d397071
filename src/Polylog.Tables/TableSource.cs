namespace Polylog.Tables;

/// <summary>The form in which a scan returns cells.</summary>
internal enum CellForm
{
    /// <summary>Every column as DOUBLE.</summary>
    Number,

    /// <summary>Every column as DOUBLE, with the numbers that are written in a way that a cast does not take; slower.</summary>
    AnyNumber,

    /// <summary>Every column as VARCHAR, the text the file has.</summary>
    Text,

    /// <summary>The file's own types; what a delimited file has is text.</summary>
    Native,

    /// <summary>JSON values as they stand, for JSON files; otherwise as <see cref="Native"/>.</summary>
    Json,
}

/// <summary>One file, or one query's result: the columns it has and the SELECT that scans them in order.</summary>
internal abstract class TableSource(IReadOnlyList<TableColumn> columns)
{
    public IReadOnlyList<TableColumn> Columns { get; } = columns;

    /// <summary>How dates are written in a delimited file, where that is not the ISO way.</summary>
    public virtual string? DateFormat => null;

    /// <summary>How timestamps are written in a delimited file, where that is not the ISO way.</summary>
    public virtual string? TimestampFormat => null;

    /// <summary>Columns that are not called as the file calls them.</summary>
    public virtual IReadOnlyList<RenamedColumn> Renamed => [];

    /// <summary>How the file was read, where that is not as it stands, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether there are rows for sure, so that nobody has to look.</summary>
    public virtual bool IsSeenNotEmpty => false;

    /// <summary>Whether a column has no value, so that it fits any type.</summary>
    public virtual bool IsBlank(int column) => false;

    /// <summary>The relation to scan, as it stands after FROM.</summary>
    public abstract string From(CellForm form);

    /// <summary>The expression of a row's zero-based number in the relation; null where the engine knows none.</summary>
    public virtual string? RowNumber => null;

    /// <summary>
    /// The relation without its first rows, which are not read; null where they have to be read to be passed over. Where it is not null,
    /// counting the rows takes no reading either.
    /// </summary>
    /// <param name="row">The zero-based number of the first row.</param>
    public virtual string? FromRow(long row) => null;

    /// <summary>The expression of a column's cells in a form.</summary>
    public abstract string Cell(int column, CellForm form);

    /// <summary>The form whose relation gives cells as numbers and as text in one scan.</summary>
    public virtual CellForm Mixed => CellForm.Number;

    /// <summary>A column's cells as DOUBLE in the <see cref="Mixed"/> relation.</summary>
    /// <param name="column">The column.</param>
    /// <param name="form"><see cref="CellForm.Number"/> or <see cref="CellForm.AnyNumber"/>.</param>
    public virtual string MixedNumber(int column, CellForm form) => Cell(column, form);

    /// <summary>A column's cells as VARCHAR in the <see cref="Mixed"/> relation.</summary>
    public virtual string MixedText(int column) => $"CAST({Cell(column, CellForm.Native)} AS VARCHAR)";
}
