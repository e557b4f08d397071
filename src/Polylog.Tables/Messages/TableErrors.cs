using System.Globalization;

namespace Polylog.Tables;

/// <summary>All messages of this library, one line each: the value, the place, the rule and the way out.</summary>
internal static class TableErrors
{
    private const int LongestList = 12;

    public static TableException NoSuchFile(string path) => new($"no file '{path}'; check the path");

    public static TableException NoMatch(string pattern) => new($"no file matches '{pattern}'; check the pattern");

    public static TableException NoFiles() => new("no input file was given; name at least one");

    public static TableException IsDirectory(string path) =>
        new($"'{path}' is a folder, not a file; give files or a pattern such as '{path}/*.parquet'");

    public static TableException UnknownInput(string path) =>
        new($"'{path}' has no known table format; use {TableFormats.InputEndings} (text formats also with .gz or .zst)");

    public static TableException Device(string path) => new($"'{path}' is a device, not a file; give a file, or - for standard input");

    public static TableException NotReadable(string place, Exception cause) =>
        new($"{place} cannot be read: {EngineMessage.OneLine(cause.Message)}; check the file and its permissions", cause);

    public static TableException CutOff(string place, string how, Exception? cause = null) =>
        new($"{place} is cut off or damaged: {how}; get it again", cause!);

    public static TableException ZeroByte(string place, long line) =>
        new($"{place} has a zero byte in line {Number(line)}; it is damaged or not a text file, get it again or export it as CSV");

    public static TableException LongLine(string place, long line, int longest) =>
        new($"{place}: line {Number(line)} has more than {Number(longest)} bytes; a table has one row a line, "
            + "check what the file contains");

    public static TableException DeepJson(string place, long line, int deepest) =>
        new($"{place}: line {Number(line)} has JSON that is nested more than {Number(deepest)} levels deep; "
            + "a table is a list of objects, one a row");

    public static TableException DamagedUtf8(string place, string path) =>
        new($"{place} is UTF-8 with damaged letters in it; get it again, or remove them: "
            + $"iconv -c -f utf-8 -t utf-8 {Suggestion.Word(path)} > repaired{Path.GetExtension(path)}");

    public static TableException OtherFormat(string place, string what, string wayOut) =>
        new($"the content of {place} is {what}, which its ending does not say; {wayOut}");

    public static TableException EmptyLists(string table, string column) =>
        new($"{table}: column '{column}' has no list with a number in it; choose other columns with {OptionNames.Columns}");

    public static TableException UnequalLists(string table, string column, long length, long row, long other, long otherRow) =>
        new($"{table}: column '{column}' has a list of {Number(length)} in row {Number(row)} and one of {Number(other)} in row "
            + $"{Number(otherRow)} (counting from 0); lists must be equally long to be columns, name elements such as '{column}[1]'");

    public static TableException NotCompressed(string place, string ending, string plain) =>
        new($"{place} is not {(ending == "gz" ? "gzip" : "zstd")} data; rename it to '{plain}' if it is plain text, or get it again");

    public static TableException NotNpy(string place) =>
        new($"{place} does not begin as a .npy file; write it with numpy.save, or give its table in another format");

    public static TableException NpyType(string place, string type) =>
        new($"{place} has numbers of type {type}; save an array of floats, integers or truth values, such as with x.astype('<f8')");

    public static TableException NpyShape(string place, string shape) =>
        new($"{place} has shape ({shape}); a table is an array of one or two dimensions with at least one row and column, "
            + "such as x.reshape(len(x), -1)");

    public static TableException ArrowCutOff(string place, long? rows, bool isMarkMissing) =>
        new($"{place} is cut off: "
            + (rows is null ? "the Arrow file lacks the mark at its end; get it again"
                : isMarkMissing
                    ? $"the Arrow stream lacks the mark at its end after {Count(rows.Value, "row")}; let its writer close it, or get it "
                        + "again"
                    : $"the Arrow stream ends too early, after {Count(rows.Value, "row")}; get it again"));

    public static TableException NotArrow(string place) =>
        new($"{place} does not begin as Arrow data do; write it with pyarrow.ipc, or give its table in another format");

    public static TableException ArrowDamaged(string place, long rows, Exception? cause = null) =>
        new($"{place} has damaged Arrow data after {Count(rows, "row")}; get it again", cause!);

    public static TableException ArrowLargeBatch(string place, long rows) =>
        new($"{place} has an Arrow batch of more than 2 GB after {Count(rows, "row")}; write smaller batches");

    public static TableException ArrowType(string place, string column, string type) =>
        new($"column '{Shortened.Text(column)}' of {place} has the Arrow type '{type}', which cannot be read; cast it to another type, "
            + "or leave the column out");

    public static TableException ArrowName(string place, int column) =>
        new($"{place}: the name of column {Number(column + 1)} is empty or has a zero byte; rename it");

    public static TableException ArrowNameTwice(string place, string one, string other) =>
        new(one == other
            ? $"{place} has two columns '{Shortened.Text(one)}'; rename one of them"
            : $"{place} has the columns '{Shortened.Text(one)}' and '{Shortened.Text(other)}', which differ in case alone; "
                + "rename one of them");

    public static TableException OutputClosed(Exception cause) =>
        new($"standard output cannot be written: {EngineMessage.OneLine(cause.Message)}; run again with a reader that takes all rows, or "
            + "write them to a file", cause);

    public static TableException OpenQuote(string place, long line) =>
        CutOff(place, $"it ends inside a quoted cell that begins in line {Number(line)}");

    public static TableException NumbersPassedOver(string place, (long First, long Last) lines, int cells, int columns, string? query) =>
        new($"{place}: {Lines(lines.First, lines.Last)} would be passed over, but "
            + $"{(lines.First == lines.Last ? "it holds" : "they hold")} numbers in "
            + $"{Count(cells, "cell")}, and the table below has {Count(columns, "column")}; a file has one table: "
            + $"put each in a file of its own, or {query ?? "remove the others"}");

    public static TableException NumbersCommentedOut(string place, string mark, long line, string text, string? query) =>
        new($"{place}: line {Number(line)} begins with {mark} and would be passed over, but it holds numbers ('{Shortened.Text(text)}'); "
            + $"delete such lines{(query is null ? "" : $", or say that they are comments with {query}")}");

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
        new($"column '{name}' in {table} could be any of {Names(candidates)}; write one of these names exactly");

    public static TableException NotNumeric(string column, string table, string why, IReadOnlyList<string> numeric) =>
        new($"column '{column}' in {table} {why}; "
            + (numeric.Count == 0
                ? $"the table has no numeric column, convert one to numbers with {OptionNames.Query}"
                : $"the numeric columns are {Names(numeric)}"));

    public static TableException NoColumnsAsked(string table) => new($"no column of {table} was chosen; name at least one numeric column");

    public static TableException NotANumber(string table, string column, bool isNumeric, string value, long row) =>
        new($"{table}: column '{column}' has the text '{Shortened.Text(value)}' in {Row(row)}, but its first rows have "
            + $"{(isNumeric ? "numbers" : "true or false")}; "
            + $"choose other columns with {OptionNames.Columns}, or correct the file");

    public static TableException Faulty(string table, IReadOnlyList<string> faults, bool inWeights) =>
        new($"{table}: {string.Join(", ", faults)}, rows counted from 0; "
            + (inWeights
                ? $"every row needs a weight: fill in the missing weights, or drop such rows with {OptionNames.DropMissing}"
                : $"drop such rows with {OptionNames.DropMissing}, or use other columns ({OptionNames.Columns})"));

    public static TableException NothingLeft(string table, long rows) =>
        new($"{table}: {(rows == 1 ? "its only row" : $"each of its {Number(rows)} rows")} has a missing or infinite value "
            + $"in a used column; choose other columns with {OptionNames.Columns}");

    public static TableException NegativeWeights(string table, string column, long count, long row, double value) =>
        new($"{table}: weight column '{column}' has {Count(count, "negative value")}, "
            + $"the first {Number(value)} in {Row(row)}; weights must be zero or more, "
            + $"or add {OptionNames.Signed}: then positive and negative weights are compressed apart");

    public static TableException ZeroWeights(string table, string column) =>
        new($"{table}: weight column '{column}' is zero in every row; at least one weight must be positive");

    public static TableException TooLarge(string table, long rows, int columns) =>
        new($"{table}: {Count(rows, "row")} of {Count(columns, "number")} do not fit in one array, which has at most "
            + $"{Number(Array.MaxLength)}; choose fewer columns with {OptionNames.Columns}, or fewer rows with {OptionNames.Query}");

    public static TableException UnknownOutput(string path) =>
        new($"'{path}' has no known output format; use {TableFormats.Endings}");

    public static TableException NameTaken(string name, string table, string option) =>
        new($"{table} already has a column '{name}'; choose another name with {option}");

    public static TableException NamesClash(string name) =>
        new($"the weight column and the row id column cannot both be called '{name}'; "
            + $"choose another name for one of them with {OptionNames.WeightName} or {OptionNames.RowIdName}");

    public static TableException AddedNameClashes(string name) =>
        new($"two columns to add are called '{name}'; choose another name for one of them with {OptionNames.AddedName}");

    public static TableException Changed(string file) =>
        new($"'{Path.GetFileName(file)}' changed while it was being read; run again when nothing writes to it");

    public static TableException RowsLost(string table, long asked, long found) =>
        new($"{table}: only {Number(found)} of the {Count(asked, "row")} to write were found; "
            + "the input changed while it was being read, run again");

    public static TableException NotOneQuery(int statements) =>
        new($"the query has {Number(statements)} statements; give one that returns rows, such as select * from 'file.parquet'");

    public static TableException NoMetadata(string path) =>
        new($"'{path}' is not a Parquet or Arrow file; only such files have metadata, give one that ends in .parquet or .arrow");

    public static TableException ExtraColumns(string coreset, string against, IReadOnlyList<string> extra) =>
        new($"{coreset} has columns that {against} does not have: {Names(extra)}; compare it with the table it was made from");

    public static TableException TwoQueries() =>
        new("two queries cannot be compared; write the rows of one of them to a file first");

    public static TableException HeaderDiffers(string table, long lines, int cells) =>
        new($"{table}: {(lines == 1 ? "line 1 does" : $"lines 1 to {Number(lines)} do")} not have {Count(cells, "cell")} "
            + $"like the rows below; give the header a name for each cell, or {EngineMessage.ReadCsv}");

    public static TableException Engine(string place, string message, Exception? inner = null) =>
        new($"{place}: {EngineMessage.Translate(place, message)}", inner!);

    public static TableException NotRows(string word) =>
        new($"the query begins with '{Shortened.Text(word, 20)}'; give one that returns rows, such as select * from 'file.parquet'");

    public static TableException LargeObject(string place, long line, int largest) =>
        new($"{place}: the object in line {Number(line)} has more than {Number(largest)} bytes; a table is a list of objects, one a row");

    public static string Row(long row) => $"row {Number(row)} (counting from 0)";

    /// <summary>What is wrong with a column: of missing and of infinite values how many, and where the first one is.</summary>
    public static string Fault(string column, (long Count, string First) missing, (long Count, string First) infinite)
    {
        var parts = new List<string>();
        if (missing.Count > 0)
            parts.Add($"{Count(missing.Count, "missing value")} (first in {missing.First})");
        if (infinite.Count > 0)
            parts.Add($"{Count(infinite.Count, "infinite value")} (first in {infinite.First})");
        return $"column '{column}' has {string.Join(" and ", parts)}";
    }

    /// <summary>A row by its number.</summary>
    public static string RowText(long row) => $"row {Number(row)}";

    private static string Lines(long first, long last) =>
        first == last ? $"line {Number(first)}" : $"lines {Number(first)} to {Number(last)}";

    private static string Names(IReadOnlyList<string> names)
    {
        string list = string.Join(", ", names.Take(LongestList).Select(name => $"'{name}'"));
        return names.Count > LongestList ? $"{list} and {Number(names.Count - LongestList)} more" : list;
    }

    private static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
