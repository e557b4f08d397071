using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>plan</c>, and the request they make.</summary>
internal sealed class PlanOptions
{
    private const long MostRows = 1_000_000_000_000_000;
    private const int MostColumns = 1000;

    private static readonly IReadOnlyList<(string Word, Use Value)> s_uses = [("smooth", Polylog.Use.Smooth), ("kinked", Polylog.Use.Kinked)];

    private static readonly IReadOnlyList<(string Word, DataShape Value)> s_shapes = [("normal", DataShape.Normal), ("uniform", DataShape.Uniform)];

    public Argument<string[]> Inputs { get; } = new("input")
    {
        HelpName = "<input>...",
        Description = "Files as for compress. They are read, and a sample is compressed a few times to measure the errors.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Sql { get; } = ValueOptions.Text("--sql", "<query>", "Plan for what a DuckDB query yields instead.");

    public Option<long?> Rows { get; } = LargeNumberOption.Create("--rows", "<n>",
        "Without an input: how many rows there are, such as 1000000 or 1e6.", 1, MostRows);

    public Option<long?> Dimension { get; } = LargeNumberOption.Create("--dim", "<m>",
        "Without an input: how many columns are compressed.", 1, MostColumns);

    public Option<DataShape?> Shape { get; } = ValueOptions.Word("--shape",
        "Without an input: whether the columns are bell-shaped or spread evenly; default: normal, the more cautious.", s_shapes);

    public TableOptions Table { get; } = new();

    public Option<long?> Size { get; } = LargeNumberOption.Create("--size", "<n>",
        "Rows to keep; the plan tells the error. Default: a tenth of the rows.", 1, MostRows);

    public Option<double?> Error { get; } = ValueOptions.Number("--error", "<e>",
        "Relative error to reach; the plan tells the rows it takes.",
        value => value is >= 1e-15 and < 1, "give a number from 1e-15, where rounding begins, to below 1, such as 1e-6");

    public Option<Use?> Use { get; } = ValueOptions.Word("--for",
        "The functions whose error counts: smooth ones (sigmoids, waves, kernels) or kinked ones (ReLU, hinges, trees); default: smooth.", s_uses);

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the plan as one JSON object.");

    public PlanRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        if (parsed.GetValue(Size) is not null && parsed.GetValue(Error) is not null)
            throw new UsageException("--size and --error do not go together; give one, and the plan tells the other", help);
        TableInput? input = Input(parsed, help);
        return (input is null ? Bare(parsed, help) : OfInput(input, parsed, help)) with
        {
            Size = parsed.GetValue(Size),
            Error = parsed.GetValue(Error),
            Use = parsed.GetValue(Use) ?? Polylog.Use.Smooth,
        };
    }

    private TableInput? Input(ParseResult parsed, string help)
    {
        string[] inputs = parsed.GetValue(Inputs) ?? [];
        string? sql = parsed.GetValue(Sql);
        if (inputs.Length > 0 && sql is not null)
        {
            throw new UsageException($"both an input file ('{inputs[0]}') and --sql were given; "
                + "name files in the query, or leave one out", help);
        }
        return inputs.Length > 0 || sql is not null ? new TableInput(inputs, sql) : null;
    }

    private PlanRequest OfInput(TableInput input, ParseResult parsed, string help)
    {
        if (Given([Rows, Dimension, Shape], parsed) is { } bare)
            throw new UsageException($"{bare} does not go with an input, which is read and measured; leave one of the two out", help);
        return new PlanRequest(input, 0, 0)
        {
            Columns = Table.Request(parsed),
            WeightColumn = parsed.GetValue(Table.Weight),
            DropMissing = parsed.GetValue(Table.DropMissing),
        };
    }

    private PlanRequest Bare(ParseResult parsed, string help)
    {
        long? rows = parsed.GetValue(Rows);
        long? dimension = parsed.GetValue(Dimension);
        if (rows is null && dimension is null)
            throw new UsageException("nothing to plan for; name a file, or say how large it would be, such as --rows 1e6 --dim 4", help);
        if (rows is null)
            throw new UsageException("--dim without --rows; say how many rows there are, such as --rows 1e6", help);
        if (dimension is null)
            throw new UsageException("--rows without --dim; say how many columns there are, such as --dim 4", help);
        if (Given([Table.Columns, Table.Exclude, Table.Weight, Table.DropMissing], parsed) is { } option)
            throw new UsageException($"{option} is about the columns of an input, and there is none; name a file, or leave it out", help);
        return new PlanRequest(null, rows.Value, (int)dimension.Value) { Shape = parsed.GetValue(Shape) ?? DataShape.Normal };
    }

    private static string? Given(IEnumerable<Option> options, ParseResult parsed) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
}
