using System.Globalization;
using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>Finds the dialect of a delimited file and its columns from its first rows.</summary>
internal sealed class CsvSniffer(TableSession session, InputFile file, CancellationToken cancellation)
{
    private const int ManyColumns = 500;

    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];

    private static readonly string s_nulls = $", nullstr = {Sql.TextList(DelimitedSource.MissingMarks)}";

    private readonly string _options = s_nulls + (file.Format is TableFormat.Tsv ? ", delim = '\t'" : "");

    public CsvDialect Sniff()
    {
        CsvDialect plain = With(IsWide() ? $"{_options}{Delimiter()}, quote = '\"', escape = '\"'" : _options);
        string delimiter = plain.Delimiter is "," or "" ? ";" : plain.Delimiter;
        string decimals = $"{s_nulls}, delim = {Sql.Text(delimiter)}, decimal_separator = ','";
        if (WithCommas(plain, decimals) is { } commas)
            return (commas.Quote.Length == 0 ? Quoted(decimals, commas) ?? commas : commas) with { HasDecimalCommas = true };
        if (plain.LeavesOut && Usual() is { } usual)
            return usual;
        return plain.Quote.Length == 0 ? Quoted(_options, plain) ?? plain : plain;
    }

    // The engine tries every dialect on every column, which takes seconds where there are thousands.
    private bool IsWide() => CountInFirstLine().Count > ManyColumns;

    private string Delimiter() => file.Format is TableFormat.Tsv ? "" : $", delim = {Sql.Text(CountInFirstLine().Delimiter.ToString())}";

    private (char Delimiter, int Count) CountInFirstLine()
    {
        using var text = new StreamReader(InputBytes.Open(file.ReadPath));
        string line = text.ReadLine() ?? "";
        return s_delimiters.Select(delimiter => (delimiter, line.Count(letter => letter == delimiter))).MaxBy(pair => pair.Item2);
    }

    /// <summary>A dialect with its first line as the header, or as a row.</summary>
    public CsvDialect With(CsvDialect dialect, bool header)
    {
        string options =
            $"{s_nulls}, delim = {Sql.Text(dialect.Delimiter)}, quote = {Sql.Text(dialect.Quote)}, escape = {Sql.Text(dialect.Escape)}, "
            + $"skip = 0, comment = '', header = {(header ? "true" : "false")}"
                + (dialect.HasDecimalCommas ? ", decimal_separator = ','" : "");
        return With(options) with { HasDecimalCommas = dialect.HasDecimalCommas, HasQuotedCells = dialect.HasQuotedCells };
    }

    // Taken for apart by commas such a file has cells that are no numbers, and a header that is one cell. A header without a comma is none
    // of a file of several columns apart by commas, so more numbers are enough then; without a header all cells have to be numbers.
    private CsvDialect? WithCommas(CsvDialect plain, string decimals)
    {
        if ((plain.Numbers == plain.Columns.Count && !plain.LeavesOut) || Try(decimals) is not { } commas
            || commas.Columns.Count < 2 || commas.LeavesOut
            || commas.Columns.Any(column => column.Name.Contains(',', StringComparison.Ordinal)))
            return null;
        int others = !commas.Header ? commas.Columns.Count - 1 : plain.Delimiter is "," or "" ? 0 : plain.Numbers;
        return commas.Numbers > others ? commas : null;
    }

    // Quoted cells with line breaks and marks in them can look like rows to pass over. Where the usual marks make a table of the whole
    // file, that is what it is.
    private CsvDialect? Usual()
    {
        string delimiter = file.Format is TableFormat.Tsv ? "" : ", delim = ','";
        CsvDialect? usual = Try($"{_options}{delimiter}, quote = '\"', escape = '\"', skip = 0, comment = ''");
        return usual is { LeavesOut: false, Columns.Count: > 1 } ? usual : null;
    }

    // Without a quoted cell in its first rows a file seems to have no quotes at all. The usual ones are taken then, since a quoted cell may
    // come late; unless they make another table of those rows, as stray quotation marks do.
    private CsvDialect? Quoted(string options, CsvDialect plain)
    {
        if (Try($"{options}, quote = '\"', escape = '\"'") is not { } quoted)
            return null;
        CsvDialect marks = quoted with { Quote = "", Escape = "", HasQuotedCells = false, Columns = [] };
        bool same = marks == plain with { Escape = "", Columns = [] };
        return same && quoted.Columns.SequenceEqual(plain.Columns) ? quoted with { HasQuotedCells = false } : null;
    }

    private CsvDialect? Try(string options)
    {
        try
        {
            return With(options);
        }
        catch (TableException)
        {
            return null;
        }
    }

    private CsvDialect With(string options)
    {
        // One row per column; the dialect is repeated in each.
        List<(TableColumn Column, CsvDialect Dialect)> rows = session.Rows(
            "SELECT col.name, col.type, Delimiter, Quote, Escape, Comment, SkipRows, HasHeader, DateFormat, TimestampFormat "
            + "FROM (SELECT unnest(Columns) AS col, Delimiter, Quote, Escape, Comment, SkipRows, HasHeader, DateFormat, TimestampFormat "
            + $"FROM sniff_csv({Sql.Text(file.ReadPath)}{options}))",
            file.Name,
            row => (TableColumn.FromType(row.GetString(0), row.GetString(1)), Read(row)),
            cancellation);
        return rows.Count == 0
            ? throw TableErrors.NoColumns(file.Name)
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
