using System.Globalization;
using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>The dialect of a delimited file and its columns, as sniffed from its first rows.</summary>
internal sealed record CsvDialect(
    string Delimiter,
    string Quote,
    string Escape,
    string Comment,
    long Skip,
    bool Header)
{
    private const string DecimalCommas = ", delim = ';', decimal_separator = ','";

    /// <summary>How dates are written, where that is not the ISO way.</summary>
    public string? DateFormat { get; private init; }

    /// <summary>How timestamps are written, where that is not the ISO way.</summary>
    public string? TimestampFormat { get; private init; }

    public IReadOnlyList<TableColumn> Columns { get; private init; } = [];

    /// <summary>Whether numbers have decimal commas (0,5): then cells are separated by semicolons.</summary>
    public bool HasDecimalCommas { get; private init; }

    /// <summary>Whether there are quoted cells in the first rows.</summary>
    public bool HasQuotedCells { get; private init; }

    private int Numbers => Columns.Count(column => column.IsNumeric);

    public static CsvDialect Sniff(TableSession session, string path, TableFormat format)
    {
        string options = $", nullstr = {Sql.TextList(DelimitedSource.MissingMarks)}" + (format is TableFormat.Tsv ? ", delim = '\t'" : "");
        CsvDialect plain = SniffWith(session, path, options);
        if (format is TableFormat.Csv && WithCommas(session, path, options, plain) is { } commas)
            return (commas.Quote.Length == 0
                ? Quoted(session, path, options + DecimalCommas, commas) ?? commas : commas) with
            { HasDecimalCommas = true };
        if (plain.LeavesOut && Usual(session, path, options, format) is { } usual)
            return usual;
        return plain.Quote.Length == 0 ? Quoted(session, path, options, plain) ?? plain : plain;
    }

    /// <summary>The usual dialect, with a header of these columns.</summary>
    public static CsvDialect Plain(string delimiter, IEnumerable<string> columns) =>
        new(delimiter, "\"", "\"", "", 0, true) { Columns = [.. columns.Select(name => TableColumn.FromType(name, SqlTypes.Text))] };

    /// <summary>The scan that reads the file so, every column as text called <see cref="Sql.Column"/> of its number.</summary>
    public string Scan(string path, string nulls)
    {
        IEnumerable<string> columns = Columns.Select((_, index) => $"'{Sql.Column(index)}': 'VARCHAR'");
        string scan = $"read_csv({Sql.Text(path)}, auto_detect = false, columns = {{{string.Join(", ", columns)}}}, "
            + $"delim = {Sql.Text(Delimiter)}, quote = {Sql.Text(Quote)}, escape = {Sql.Text(Escape)}, comment = {Sql.Text(Comment)}, "
            + $"skip = {Skip.ToString(CultureInfo.InvariantCulture)}, header = {(Header ? "true" : "false")}, {nulls}, "
            + "hive_partitioning = false)";
        return HasDecimalCommas ? $"(SELECT {string.Join(", ", Columns.Select(WithPoint))} FROM {scan})" : scan;
    }

    // From here on a number is what it is everywhere else; what is written is delimited by commas.
    private static string WithPoint(TableColumn column, int index) =>
        column.IsNumeric ? $"replace({Sql.Column(index)}, ',', '.') AS {Sql.Column(index)}" : Sql.Column(index);

    /// <summary>Whether the dialect skips rows: a number of them, or rows that start with a mark.</summary>
    private bool LeavesOut => Skip > 0 || Comment.Length > 0;

    // Taken for apart by commas such a file has cells that are no numbers, and a header that is one cell. A header without a comma is none
    // of a file of several columns apart by commas, so more numbers are enough then; without a header all cells have to be numbers.
    private static CsvDialect? WithCommas(TableSession session, string path, string options, CsvDialect plain)
    {
        if (plain.Numbers == plain.Columns.Count && !plain.LeavesOut)
            return null;
        try
        {
            CsvDialect commas = SniffWith(session, path, options + DecimalCommas);
            if (commas.Columns.Count < 2 || commas.LeavesOut
                || commas.Columns.Any(column => column.Name.Contains(',', StringComparison.Ordinal)))
                return null;
            int others = !commas.Header ? commas.Columns.Count - 1 : plain.Delimiter == ";" ? plain.Numbers : 0;
            return commas.Numbers > others ? commas : null;
        }
        catch (TableException)
        {
            return null;
        }
    }

    // Quoted cells with line breaks and marks in them can look like rows to pass over. Where the usual marks make a table of the whole
    // file, that is what it is.
    private static CsvDialect? Usual(TableSession session, string path, string options, TableFormat format)
    {
        try
        {
            string delimiter = format is TableFormat.Tsv ? "" : ", delim = ','";
            CsvDialect usual = SniffWith(session, path, $"{options}{delimiter}, quote = '\"', escape = '\"', skip = 0, comment = ''");
            return usual.LeavesOut || usual.Columns.Count < 2 ? null : usual;
        }
        catch (TableException)
        {
            return null;
        }
    }

    // Without a quoted cell in its first rows a file seems to have no quotes at all. The usual ones are taken then, since a quoted cell may
    // come late; unless they make another table of those rows, as stray quotation marks do.
    private static CsvDialect? Quoted(TableSession session, string path, string options, CsvDialect plain)
    {
        try
        {
            CsvDialect quoted = SniffWith(session, path, $"{options}, quote = '\"', escape = '\"'");
            bool same = quoted with { Quote = "", Escape = "", HasQuotedCells = false, Columns = [] } == plain with
            {
                Escape = "",
                Columns = []
            };
            return same && quoted.Columns.SequenceEqual(plain.Columns) ? quoted with { HasQuotedCells = false } : null;
        }
        catch (TableException)
        {
            return null;
        }
    }

    private static CsvDialect SniffWith(TableSession session, string path, string options)
    {
        string place = Path.GetFileName(path);
        // One row per column; the dialect is repeated in each.
        List<(TableColumn Column, CsvDialect Dialect)> rows = session.Rows(
            "SELECT col.name, col.type, Delimiter, Quote, Escape, Comment, SkipRows, HasHeader, DateFormat, TimestampFormat "
            + $"FROM (SELECT *, unnest(Columns) AS col FROM sniff_csv({Sql.Text(path)}{options}))",
            place,
            row => (TableColumn.FromType(row.GetString(0), row.GetString(1)), Read(row)));
        return rows.Count == 0
            ? throw TableErrors.NoColumns(place)
            : rows[0].Dialect with { HasQuotedCells = rows[0].Dialect.Quote.Length > 0, Columns = [.. rows.Select(row => row.Column)] };
    }

    private static CsvDialect Read(DuckDBDataReader row) => new(
        Mark(row, 2),
        Mark(row, 3),
        Mark(row, 4),
        Mark(row, 5),
        Convert.ToInt64(row.GetValue(6), CultureInfo.InvariantCulture),
        row.GetBoolean(7))
    {
        DateFormat = Optional(row, 8),
        TimestampFormat = Optional(row, 9),
    };

    private static string? Optional(DuckDBDataReader row, int column) =>
        row.IsDBNull(column) || row.GetString(column).Length == 0 ? null : row.GetString(column);

    // The sniffer says "(empty)" for a mark the dialect does not have.
    private static string Mark(DuckDBDataReader row, int column) => Optional(row, column) is { Length: 1 } mark && mark != "\0" ? mark : "";
}
