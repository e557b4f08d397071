using System.Globalization;
using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>All messages of this library, one line each: the value, the place, the rule, the way out.</summary>
internal static partial class TableErrors
{
    private const int LongestList = 12;

    public static TableException NoSuchFile(string path) => new($"no file '{path}'; check the path");

    public static TableException NoMatch(string pattern) => new($"no file matches '{pattern}'; check the pattern");

    public static TableException NoFiles() => new("no input file was given; name at least one");

    public static TableException IsDirectory(string path) =>
        new($"'{path}' is a folder, not a file; give files or a pattern such as '{path}/*.parquet'");

    public static TableException UnknownInput(string path) =>
        new($"'{path}' has an ending that is no known table format; use {TableFormats.Endings} (text formats also with .gz or .zst)");

    public static TableException EmptyFile(string path) => new($"'{path}' is empty; a table needs column names and at least one row");

    public static TableException NoRows(string table) => new($"{table} has no rows; a table needs at least one");

    public static TableException NoColumns(string table) => new($"{table} has no columns; a table needs at least one");

    public static TableException ColumnsDiffer(string first, string other, IReadOnlyList<string> onlyFirst, IReadOnlyList<string> onlyOther)
    {
        var parts = new List<string>();
        if (onlyFirst.Count > 0)
            parts.Add($"only '{first}' has {Names(onlyFirst)}");
        if (onlyOther.Count > 0)
            parts.Add($"only '{other}' has {Names(onlyOther)}");
        return new($"'{first}' and '{other}' have different columns: {string.Join(", ", parts)}; "
            + "files read together must have the same columns");
    }

    public static TableException NoSuchColumn(string name, string table, string? nearest, IReadOnlyList<string> all) =>
        new(nearest is null
            ? $"no column '{name}' in {table}; it has {Names(all)}"
            : $"no column '{name}' in {table}; did you mean '{nearest}'?");

    public static TableException AmbiguousColumn(string name, string table, IReadOnlyList<string> candidates) =>
        new($"no column '{name}' in {table}, and it could mean {Names(candidates)}; write the one you mean exactly");

    public static TableException NotNumeric(TableColumn column, Table table)
    {
        string[] numeric = [.. table.Columns.Where(other => other.IsNumeric).Select(other => other.Name)];
        return new($"column '{column.Name}' in {table.Description} is {column.TypeName}, not a number; "
            + (numeric.Length == 0 ? "no column of it is numeric" : $"the numeric columns are {Names(numeric)}"));
    }

    public static TableException NoColumnsAsked(string table) => new($"no column of {table} was chosen; name at least one numeric column");

    public static TableException NotANumber(string table, TableColumn column, string value, long row) =>
        new($"{table}: column '{column.Name}' has the text '{Short(value)}' in {Row(row)} where its first rows have "
            + $"{(column.IsNumeric ? "numbers" : "true or false")}; "
            + "choose other columns with --columns, or clean the file");

    public static TableException Faulty(string table, IReadOnlyList<string> faults, bool inWeights) =>
        new($"{table}: {string.Join(", ", faults)} (rows counted from 0); "
            + (inWeights ? "every row needs a weight: give it one, or take such rows out, as compress does with --drop-missing"
                : "drop such rows with --drop-missing, or leave the columns out with --exclude"));

    public static TableException NothingLeft(string table, long rows) =>
        new($"{table}: each of its {Number(rows)} rows has a missing or infinite value in a column used; "
            + "choose columns that are not empty with --columns");

    public static TableException NegativeWeights(string table, string column, long count, long row, double value) =>
        new($"{table}: weight column '{column}' has {Count(count, "negative value")}, "
            + $"the first {Number(value)} in {Row(row)}; weights must be zero or more");

    public static TableException ZeroWeights(string table, string column) =>
        new($"{table}: weight column '{column}' is zero in every row; at least one weight must be positive");

    public static TableException TooLarge(string table, long rows, int columns) =>
        new($"{table}: {Number(rows)} rows of {Number(columns)} numbers are more than one array holds; "
            + "use fewer columns, or fewer rows through --sql");

    public static TableException UnknownOutput(string path) =>
        new($"'{path}' has an ending that is no known output format; use {TableFormats.Endings}");

    public static TableException NameTaken(string name, string table, string option) =>
        new($"{table} already has a column '{name}'; choose another name with {option}");

    public static TableException NamesClash(string name) =>
        new($"the weight column and the row id column cannot both be called '{name}'; "
            + "choose another name for one with --weight-name or --row-id");

    public static TableException Changed(string file) =>
        new($"'{Path.GetFileName(file)}' changed while it was being read; run again when it is at rest");

    public static TableException RowsLost(string table, long asked, long found) =>
        new($"{table}: {Number(asked)} rows were to be written but {Number(found)} were found; "
            + "the input changed while it was being read, run again");

    public static TableException NotOneQuery(int statements) =>
        new($"the query has {Number(statements)} statements; give one that yields rows, such as select * from 'file.parquet'");

    public static TableException NotParquet(string path) => new($"'{path}' is not a Parquet file; only Parquet files carry metadata");

    public static TableException ExtraColumns(string coreset, string against, IReadOnlyList<string> extra) =>
        new($"{coreset} has {Names(extra)}, which {against} has not; compare it with the table it was made from");

    public static TableException TwoQueries() => new("two queries cannot be compared with each other; write one of them to a file first");

    public static TableException HeaderDiffers(string table, long lines, int cells) =>
        new($"{table}: {(lines == 1 ? "line 1 has" : $"lines 1 to {Number(lines)} have")} not as many cells as the rows below, "
            + $"{Number(cells)}; "
            + "give the header a name for every cell, or read the file with read_csv through --sql");

    public static TableException Engine(string place, string message, Exception? inner = null)
    {
        string cause = UnequalCells().Match(message) is { Success: true } line ? Unequal(line) : OneLine(AsNamed(place, message))
            + WayOut(message);
        return new TableException($"{place}: {cause}", inner!);
    }

    // What the engine leaves to the user to find out.
    private static string WayOut(string message) =>
        message.Contains("not utf-8 encoded", StringComparison.Ordinal) ? "; convert it first, such as with iconv -t utf-8"
        : message.Contains("No magic bytes found", StringComparison.Ordinal)
            || message.Contains("Footer length error", StringComparison.Ordinal)
            ? "; the file is cut off or no Parquet file, so get or write it again"
        : message.Contains("detect the CSV parsing dialect", StringComparison.Ordinal)
            ? "; it is no table of text, or one written in a way of its own, which read_csv reads through --sql when told"
        : message.Contains("not a GZIP stream", StringComparison.Ordinal)
            ? "; the file is damaged or its name is wrong, give it the ending of what it is"
        : message.Contains("Table with name", StringComparison.Ordinal) ? "; files are named in quotes, such as select * from 'file.csv'"
        : "";

    // The engine names files by their full paths.
    private static string AsNamed(string place, string message) =>
        Regex.Replace(message, $"""(?<=["'])[^"']*[/\\]{Regex.Escape(place)}(?=["'])""", _ => place);

    // Of too many cells the engine counts one.
    private static string Unequal(Match line)
    {
        int expected = int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture),
            found = int.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture);
        string cells = found > expected
            ? $"more than the {Count(expected, "cell")} expected" : $"{Count(found, "cell")} where {Number(expected)} are expected";
        return $"line {line.Groups[1].Value} has {cells}; mend the line, or read the file with read_csv through --sql";
    }

    // How the engine says it, in an error of its own or inside another.
    [GeneratedRegex(@"CSV Error on Line: (\d+).*?Expected Number of Columns: (\d+) Found: (\d+)", RegexOptions.Singleline)]
    private static partial Regex UnequalCells();

    public static string Row(long row) => $"row {Number(row)} (counting from 0)";

    public static string Fault(string column, long missing, long firstMissing, long infinite, long firstInfinite)
    {
        var parts = new List<string>();
        if (missing > 0)
            parts.Add($"{Count(missing, "missing value")} (first in row {Number(firstMissing)})");
        if (infinite > 0)
            parts.Add($"{Count(infinite, "infinite value")} (first in row {Number(firstInfinite)})");
        return $"column '{column}' has {string.Join(" and ", parts)}";
    }

    /// <summary>The part of an engine message that helps the user: its advice is about options that this library does not have.</summary>
    internal static string OneLine(string message)
    {
        IEnumerable<string> lines = message.Split('\n')
            .Select(line => line.Trim())
            .TakeWhile(line => !IsAdvice(line))
            .Where(line => line.Length > 0);
        return Short(string.Join("; ", lines).TrimEnd('.', ';', ' '), 400);
    }

    private static bool IsAdvice(string line) =>
        line.StartsWith("LINE ", StringComparison.Ordinal)
        || line.StartsWith("Possible fixes", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Possible Solution", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("The search space", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("For more info", StringComparison.OrdinalIgnoreCase);

    private static string Names(IReadOnlyList<string> names)
    {
        string list = string.Join(", ", names.Take(LongestList).Select(name => $"'{name}'"));
        return names.Count > LongestList ? $"{list} and {Number(names.Count - LongestList)} more" : list;
    }

    private static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Short(string text, int longest = 60)
    {
        // What a damaged file has in a message may not even be letters.
        string line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= longest ? line : $"{line[..longest]}...";
    }
}
