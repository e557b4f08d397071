using System.Globalization;

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
    /// <summary>How dates are written, where that is not the ISO way.</summary>
    public string? DateFormat { get; init; }

    /// <summary>How timestamps are written, where that is not the ISO way.</summary>
    public string? TimestampFormat { get; init; }

    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>Whether numbers have decimal commas (0,5): then cells are separated by semicolons.</summary>
    public bool HasDecimalCommas { get; init; }

    /// <summary>Whether there are quoted cells in the first rows.</summary>
    public bool HasQuotedCells { get; init; }

    /// <summary>How many columns the engine takes for numbers.</summary>
    public int Numbers => Columns.Count(column => column.IsNumeric);

    /// <summary>The usual dialect, with a header of these columns.</summary>
    public static CsvDialect Plain(string delimiter, IEnumerable<string> columns) =>
        new(delimiter, "\"", "\"", "", 0, true) { Columns = [.. columns.Select(name => TableColumn.FromType(name, SqlTypes.Text))] };

    /// <summary>A number's cell, with a point where it has a decimal comma.</summary>
    public string Point(string cell) => HasDecimalCommas ? $"replace({cell}, ',', '.')" : cell;

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
    public bool LeavesOut => Skip > 0 || Comment.Length > 0;
}
