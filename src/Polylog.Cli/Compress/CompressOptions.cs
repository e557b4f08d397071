using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>compress</c>, and the request they make.</summary>
internal sealed class CompressOptions
{
    private static readonly IReadOnlyList<(string Word, Effort Value)> s_efforts =
        [("fast", Polylog.Effort.Fast), ("balanced", Polylog.Effort.Balanced), ("thorough", Polylog.Effort.Thorough)];

    public Argument<string[]> Inputs { get; } = new("input")
    {
        HelpName = "<input>...",
        Description = "Files with the same columns, read as one table: .csv, .tsv, .json, .ndjson, .parquet; "
            + "text also .gz or .zst. Patterns such as 'data/*.parquet' work.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Sql { get; } = ValueOptions.Text("--sql", "<query>",
        "Compress what a DuckDB query yields instead, such as \"select * from 'x.parquet' where y > 0\".");

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "Where the kept rows go, with all their columns and the weight: .csv, .tsv, .json, .ndjson or .parquet, none of them .gz. "
        + "An older file is replaced.", "-o");

    public TableOptions Table { get; } = new();

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "All moments up to this total degree are kept: 2 keeps means and covariances. m columns have C(m+k,k) moments, and as many rows are "
        + "needed. Default: auto, chosen group by group such that the test functions' sums come out best.");

    public Option<int?> Size { get; } = ValueOptions.Whole("--size", "<n>",
        "Rows to keep, fewer only where fewer match everything; at least the number of moments, with --order auto one more than columns. 1000, 1e3 and 1_000 are the same.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of the rows to keep, instead of --size; default: 0.1. Never fewer rows than --size could be.",
        value => value is > 0 and <= 1, "give a number above 0 and up to 1, such as 0.1");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<eps>",
        "Search for a size with which the median relative error of the test functions' sums is below this, instead of --size: one that will do, not "
        + "always the fewest.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 1e-6");

    public Option<string?> RowId { get; } = ValueOptions.Text("--row-id", "<name>",
        "Add a column of this name with each row's number in the input, counted from 0.");

    public Option<ColumnScale?> Scale { get; } = ValueOptions.Word("--scale",
        "How unlike columns are made comparable when rows are grouped: by standard deviation, by range, or not at all; "
        + "default: std.", ScaleWords.All);

    public Option<Effort?> Effort { get; } = ValueOptions.Word("--effort",
        "Time to spend on the choice of the orders and on what lies beyond the kept moments; default: balanced.", s_efforts);

    public Option<int?> Threads { get; } = ValueOptions.Whole("--threads", "<n>",
        "Threads to use; default: one a processor. The result is the same for any number.");

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the summary as one JSON object.");

    public CompressRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        CheckSize(parsed, help);
        var defaults = new CompressRequest(Input(parsed, help), Required(parsed, help));
        return defaults with
        {
            Columns = Table.Request(parsed),
            Learning = Table.Learning(parsed),
            WeightColumn = parsed.GetValue(Table.Weight),
            WeightName = parsed.GetValue(Table.WeightName) ?? defaults.WeightName,
            RowIdName = parsed.GetValue(RowId),
            Order = parsed.GetValue(Order) is > 0 and int order ? order : null,
            Use = parsed.GetValue(Table.Use) ?? defaults.Use,
            Tolerance = parsed.GetValue(Tolerance),
            Size = parsed.GetValue(Size),
            Fraction = parsed.GetValue(Fraction) ?? defaults.Fraction,
            Scale = parsed.GetValue(Scale) ?? defaults.Scale,
            Effort = parsed.GetValue(Effort) ?? defaults.Effort,
            DropMissing = parsed.GetValue(Table.DropMissing),
            Threads = parsed.GetValue(Threads),
        };
    }

    private void CheckSize(ParseResult parsed, string help)
    {
        bool size = parsed.GetValue(Size) is not null, fraction = parsed.GetValue(Fraction) is not null;
        if (size && fraction)
            throw new UsageException("--size and --fraction do not go together; say how many rows or what share of them", help);
        if ((size || fraction) && parsed.GetValue(Tolerance) is not null)
        {
            throw new UsageException($"{(size ? "--size" : "--fraction")} and --tolerance do not go together; "
                + "say how many rows or how good they have to be", help);
        }
    }

    private TableInput Input(ParseResult parsed, string help)
    {
        string[] inputs = parsed.GetValue(Inputs) ?? [];
        string? sql = parsed.GetValue(Sql);
        if (inputs.Length > 0 && sql is not null)
        {
            throw new UsageException($"both an input file ('{inputs[0]}') and --sql were given; "
                + "name files in the query, or leave one out", help);
        }
        if (inputs.Length == 0 && sql is null)
            throw new UsageException("no input; name a file, or give a query with --sql", help);
        return new TableInput(inputs, sql);
    }

    private string Required(ParseResult parsed, string help) => parsed.GetValue(Output)
        ?? throw new UsageException("no output; say where the kept rows go, such as -o coreset.parquet", help);
}
