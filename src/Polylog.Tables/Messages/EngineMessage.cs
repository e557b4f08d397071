using System.Globalization;
using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>Says in one line, in the words of this library, what the engine says in several, in its own.</summary>
internal static partial class EngineMessage
{
    // For files that need options that the library does not have.
    public const string ReadCsv = $"read the file with read_csv in a query ({OptionNames.Query})";

    /// <summary>A message about a table: what is wrong, and the way out where there is one.</summary>
    /// <param name="place">What messages call the table.</param>
    /// <param name="message">The engine's message.</param>
    public static string Translate(string place, string message)
    {
        foreach ((Regex pattern, Func<Match, string> sentence) in s_known)
        {
            if (pattern.Match(message) is { Success: true } match)
                return sentence(match);
        }
        return OneLine(AsNamed(place, message));
    }

    /// <summary>The part of a message that helps the user, without its advice on options that this library does not have.</summary>
    public static string OneLine(string message)
    {
        IEnumerable<string> lines = Kind().Replace(message, "").Split('\n')
            .Select(line => line.Trim())
            .TakeWhile(line => !IsAdvice(line))
            .Where(line => line.Length > 0);
        return Shortened.Text(string.Join("; ", lines).TrimEnd('.', ';', ' '), 400);
    }

    // In this order: the first that fits is said.
    private static readonly (Regex Pattern, Func<Match, string> Sentence)[] s_known =
    [
        (UnequalCells(), Unequal),
        (FileOfExtension(), match =>
            $"'{match.Groups[1].Value}' is not a file on this machine, and only such files are read; download it first"),
        (FunctionOfExtension(), match =>
            $"the function {match.Groups[1].Value} is part of an extension of DuckDB ({match.Groups[2].Value}), and none is loaded here; "
                + "compute its result with another program, and give that as a file"),
        (UnknownFormat(), match =>
            $"'{Path.GetFileName(match.Groups[1].Value)}' has a format that a query cannot read; give the file itself as input, or a query "
                + "on .csv, .json or .parquet files"),
        (NoTable(), match =>
            $"there is no table {match.Groups[1].Value}; put the names of files in quotes, such as select * from 'file.csv'"),
        (NotRecords(), _ => "the JSON is not a list of objects; give one object a row, such as [{\"x\": 1}, {\"x\": 2}]"),
        (DuplicateKey(), match =>
            $"the object in line {match.Groups[1].Value} has the key '{match.Groups[2].Value}' twice; rename one of them"),
        (BrokenJson(), match => match.Groups[3].Value.StartsWith("unexpected end of data", StringComparison.Ordinal)
            ? $"the JSON is cut off or damaged: it ends too early, in {match.Groups[1].Value} {match.Groups[2].Value}; get it again"
            : $"the JSON is damaged near {match.Groups[1].Value} {match.Groups[2].Value}: {match.Groups[3].Value}; "
                + "correct it or get it again"),
        (LargeObject(), match => $"an object has more than {match.Groups[1].Value} bytes; give one object a row"),
        (NoDialect(), _ =>
            $"its lines are no table with delimiters; if it is one of an unusual format, {ReadCsv} and options for that format"),
        (OpenQuote(), match =>
            $"a quoted cell in line {match.Groups[1].Value} is not closed; correct the line, or get the file again if it is cut off"),
        (BrokenParquet(), _ => "it is cut off or not a Parquet file; get it again"),
        (DeepQuery(), _ => "the query is nested too deeply; write it with fewer terms or brackets"),
        (SyntaxError(), match => $"there is a syntax error at or near \"{match.Groups[1].Value}\"; correct the query there"),
    ];

    // The engine writes the full paths of files.
    private static string AsNamed(string place, string message) =>
        Regex.Replace(message, $"""(?<=["'])[^"']*[/\\]{Regex.Escape(place)}(?=["'])""", _ => place);

    // The engine stops counting at the first cell too many.
    private static string Unequal(Match line)
    {
        int expected = int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture),
            found = int.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture);
        string cells = found > expected
            ? $"more than {Counted(expected)}" : $"{Counted(found)} instead of {expected.ToString(CultureInfo.InvariantCulture)}";
        return $"line {line.Groups[1].Value} has {cells}; correct the line, or {ReadCsv}";
    }

    private static string Counted(int cells) => string.Create(CultureInfo.InvariantCulture, $"{cells} cell{(cells == 1 ? "" : "s")}");

    private static bool IsAdvice(string line) => s_advice.Any(start => line.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] s_advice =
    [
        "LINE ", "Possible fixes", "Possible Solution", "The search space", "For more info", "Try ", "Please try", "Alternatively",
        "INSTALL ", "LOAD ", "SET ", "Candidates:", "Candidate functions", "Did you mean \"pg_",
    ];

    [GeneratedRegex("^[A-Z][A-Za-z]*( [A-Z][A-Za-z]*)* Error: ")]
    private static partial Regex Kind();

    // The engine's words, in an error of their own or inside another error.
    [GeneratedRegex(@"CSV Error on Line: (\d+).*?Expected Number of Columns: (\d+) Found: (\d+)", RegexOptions.Singleline)]
    private static partial Regex UnequalCells();

    [GeneratedRegex("File (.+) requires the extension")]
    private static partial Regex FileOfExtension();

    [GeneratedRegex("Function with name \"(.+)\" is not in the catalog, but it exists in the (.+) extension")]
    private static partial Regex FunctionOfExtension();

    [GeneratedRegex("No extension found that is capable of reading the file \"(.+?)\"")]
    private static partial Regex UnknownFormat();

    [GeneratedRegex("Table with name (.+) does not exist")]
    private static partial Regex NoTable();

    [GeneratedRegex("expected records")]
    private static partial Regex NotRecords();

    [GeneratedRegex("in (?:line|record/value) (\\d+).*has duplicate key \"(.*?)\"")]
    private static partial Regex DuplicateKey();

    [GeneratedRegex(@"Malformed JSON.*at byte \d+ in (?:record/)?(line|value) (\d+): (.+?)\.?\s*$", RegexOptions.Multiline)]
    private static partial Regex BrokenJson();

    [GeneratedRegex(@"""?maximum_object_size""? of (\d+) bytes exceeded")]
    private static partial Regex LargeObject();

    [GeneratedRegex("detect the CSV [Pp]arsing [Dd]ialect")]
    private static partial Regex NoDialect();

    [GeneratedRegex(@"CSV Error on Line: (\d+).*Value with unterminated quote", RegexOptions.Singleline)]
    private static partial Regex OpenQuote();

    [GeneratedRegex("No magic bytes found|Footer length error")]
    private static partial Regex BrokenParquet();

    [GeneratedRegex("[Mm]ax expression depth")]
    private static partial Regex DeepQuery();

    [GeneratedRegex("syntax error at or near \"(.*?)\"")]
    private static partial Regex SyntaxError();
}
