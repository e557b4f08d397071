using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>plan</c>, and the request made of them.</summary>
internal sealed class PlanOptions
{
    private const long MostRows = 1_000_000_000_000_000;
    private const int MostColumns = 1000;

    private static readonly IReadOnlyList<(string Word, Use Value)> s_uses =
        [("smooth", Polylog.Use.Smooth), ("kinked", Polylog.Use.Kinked)];

    private static readonly IReadOnlyList<(string Word, DataShape Value)> s_shapes =
        [("normal", DataShape.Normal), ("uniform", DataShape.Uniform)];

    public Argument<string[]> Inputs { get; } = new("input")
    {
        HelpName = "<input>...",
        Description = "Files as for compress. A sample of the rows is compressed a few times to measure the errors.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Sql { get; } = ValueOptions.Text("--sql", "<query>", "Plan for the result of a DuckDB query instead of files.");

    public Option<long?> Rows { get; } = LargeNumberOption.Create("--rows", "<n>",
        "Without an input: the number of rows, such as 1000000 or 1e6.", 1, MostRows);

    public Option<long?> Dimension { get; } = LargeNumberOption.Create("--dim", "<m>",
        "Without an input: the number of columns to compress.", 1, MostColumns);

    public Option<DataShape?> Shape { get; } = ValueOptions.Word("--shape",
        "Without an input: whether columns are bell-shaped (normal) or evenly spread (uniform); default: normal, which gives "
            + "larger errors.", s_shapes);

    public TableOptions Table { get; } = new();

    public Option<long?> Size { get; } = LargeNumberOption.Create("--size", "<n>",
        "Number of rows to keep; the plan estimates the error. Default: a tenth of the rows.", 1, MostRows);

    public Option<double?> Error { get; } = ValueOptions.Number("--error", "<e>",
        "Relative error to reach; the plan estimates the number of rows.",
        value => value is >= 1e-15 and < 1, "give a number from 1e-15, where rounding begins, to below 1, such as 1e-6");

    public Option<Use?> Use { get; } = ValueOptions.Word("--for",
        "The test functions: smooth ones (sigmoids, tanhs, bells, sines) or kinked ones (ReLUs, hinges, hats, ramps); "
            + "default: smooth.", s_uses);

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the plan as one JSON object.");

    public PlanRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        if (parsed.GetValue(Size) is not null && parsed.GetValue(Error) is not null)
            throw new UsageException("--size and --error cannot be combined; give one, and the plan estimates the other", help);
        var input = TableInput.Find(parsed.GetValue(Inputs), parsed.GetValue(Sql), help);
        return (input is null ? Bare(parsed, help) : OfInput(input, parsed, help)) with
        {
            Size = parsed.GetValue(Size),
            Error = parsed.GetValue(Error),
            Use = parsed.GetValue(Use) ?? Polylog.Use.Smooth,
        };
    }

    private PlanRequest OfInput(TableInput input, ParseResult parsed, string help)
    {
        if (Given([Rows, Dimension, Shape], parsed) is { } bare)
            throw new UsageException($"{bare} cannot be combined with an input, whose rows are measured; leave one of the two out", help);
        return new PlanRequest(input, 0, 0)
        {
            Columns = Table.Request(parsed),
            WeightColumn = parsed.GetValue(Table.Weight),
            DropMissing = parsed.GetValue(Table.DropMissing),
            IsSigned = parsed.GetValue(Table.Signed),
        };
    }

    private PlanRequest Bare(ParseResult parsed, string help)
    {
        long? rows = parsed.GetValue(Rows);
        long? dimension = parsed.GetValue(Dimension);
        if (rows is null && dimension is null)
            throw new UsageException("no input; give a file, or its size, such as --rows 1e6 --dim 4", help);
        if (rows is null)
            throw new UsageException("--dim needs --rows; give the number of rows, such as --rows 1e6", help);
        if (dimension is null)
            throw new UsageException("--rows needs --dim; give the number of columns, such as --dim 4", help);
        if (Given([Table.Columns, Table.Exclude, Table.Weight, Table.Signed, Table.DropMissing], parsed) is { } option)
            throw new UsageException($"{option} needs an input; give a file, or leave it out", help);
        return new PlanRequest(null, rows.Value, (int)dimension.Value) { Shape = parsed.GetValue(Shape) ?? DataShape.Normal };
    }

    private static string? Given(IEnumerable<Option> options, ParseResult parsed) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
}
