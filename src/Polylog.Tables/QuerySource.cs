using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>A query's result, kept in a temporary table: run once, because a query need not give the same rows twice.</summary>
internal sealed partial class QuerySource : TableSource
{
    private const string Result = "query_result";

    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "with", "values", "table", "pivot", "unpivot", "describe", "show", "summarize", "pivot_wider", "pivot_longer",
    };

    private QuerySource(IReadOnlyList<TableColumn> columns)
        : base(columns)
    {
    }

    public static QuerySource Open(TableSession session, string sql, string place, CancellationToken cancellation)
    {
        string query = sql.Trim().TrimEnd(';');
        string word = FirstWord().Match(query).Groups[1].Value;
        if (word.Length > 0 && !s_words.Contains(word))
            throw TableErrors.NotRows(word);
        int statements = session.CountStatements(query, place, cancellation);
        if (statements != 1)
            throw TableErrors.NotOneQuery(statements);
        session.Execute($"CREATE TEMP TABLE {Result} AS\n{query}", place, cancellation);
        return new(session.Describe($"FROM {Result}", place, cancellation));
    }

    /// <summary>Files whose names stand in quotes in the query, patterns included: what it may have read.</summary>
    public static IReadOnlyList<string> FilesNamed(TableSession session, string sql)
    {
        IEnumerable<string> quoted = Quoted().Matches(sql)
            .Select(match =>
                match.Value[1..^1].Replace("''", "'", StringComparison.Ordinal).Replace("\"\"", "\"", StringComparison.Ordinal))
            .Where(text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal));
        return [.. quoted.Distinct().SelectMany(text => Matches(session, text))];
    }

    private static List<string> Matches(TableSession session, string text)
    {
        try
        {
            return session.Rows($"SELECT file FROM glob({Sql.Text(text)})", text, row => Path.GetFullPath(row.GetString(0)));
        }
        catch (TableException)
        {
            // It is text that is no path here; the query says what is wrong with it, if anything is.
            return [];
        }
    }

    // After blanks, comments and brackets.
    [GeneratedRegex(@"^(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*([A-Za-z_]+)", RegexOptions.Singleline)]
    private static partial Regex FirstWord();

    [GeneratedRegex("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")]
    private static partial Regex Quoted();

    public override string From(CellForm form) => Result;

    public override string Cell(int column, CellForm form) => CellsOf.Typed(Columns[column], form);
}
