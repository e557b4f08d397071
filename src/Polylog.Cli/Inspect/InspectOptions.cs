using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>inspect</c>, and the request made of them.</summary>
internal sealed class InspectOptions
{
    private const double DefaultTolerance = 1e-9;

    public Argument<string[]> Coreset { get; } = new("coreset")
    {
        HelpName = "<coreset>",
        Description = "The file that compress wrote. A Parquet or Arrow file stores how it was made; for other formats repeat the "
            + "options of compress.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string[]> Against { get; } = ValueOptions.Texts("--against", "<input>...",
        "The files it was made from. The rows must be in the same order, because the certificate refers to random rows by their number.");

    public Option<string?> AgainstSql { get; } = ValueOptions.Text("--against-sql", "<query>",
        "The query it was made from, instead of files.");

    public TableOptions Table { get; } = new();

    public Option<int?> Order { get; } = ValueOptions.WholeFrom(0, null, "--order", "<k>",
        "Compare moments up to this total degree (at most 1,000,000 moments), 0 for the total weight alone; default: the order stored in "
        + "the coreset, or 3.");

    public Option<string?> RowId { get; } = ValueOptions.Text("--row-id", "<name>",
        "The coreset's column of row numbers, if compress wrote one (--row-id).");

    public Option<string?> SmoothTarget { get; } = ValueOptions.Text("--smooth-target", "<name>",
        "The coreset's column with a smoothed target, if compress wrote one (--smooth-target). It is not checked.");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<t>",
        "Largest relative error of a moment, or of the total weight, that passes; default: 1e-9.",
        value => value >= 0 && double.IsFinite(value), "give a number, 0 or more, such as 1e-9");

    public Option<string?> Report { get; } = ReportFile.NewOption();

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the results as one JSON object.");

    public InspectOptions()
    {
        Against.AllowMultipleArgumentsPerToken = true;
        Table.Use.Description = "The use the coreset was made for, which decides the test functions; default: any.";
        Table.WeightName.Description = "The coreset's column of weights; default: weight.";
        Table.Columns.Description = "Columns whose moments are compared; default: all numeric columns of the input. "
            + "May be repeated. A name that contains a comma needs a --columns of its own.";
    }

    public InspectRequest Request(ParseResult parsed, string help, bool hasReport)
    {
        Table.Check(parsed, help);
        string[] coresets = parsed.GetValue(Coreset) ?? [];
        if (coresets.Length == 0)
            throw new UsageException("no coreset; give the file that compress wrote, before --against", help);
        if (coresets.Length > 1)
            throw new UsageException($"'{coresets[1]}' is one argument too many; one coreset is inspected at a time", help);
        return new InspectRequest(coresets[0], Input(parsed, help), Table.Request(parsed), Table.Learning(parsed))
        {
            Order = parsed.GetValue(Order),
            Use = parsed.GetValue(Table.Use),
            WeightName = parsed.GetValue(Table.WeightName),
            RowIdName = parsed.GetValue(RowId),
            SmoothName = parsed.GetValue(SmoothTarget),
            WeightColumn = parsed.GetValue(Table.Weight),
            DropMissing = parsed.GetValue(Table.DropMissing),
            HasReport = hasReport,
            Tolerance = parsed.GetValue(Tolerance) ?? DefaultTolerance,
        };
    }

    private TableInput Input(ParseResult parsed, string help)
    {
        string[] against = parsed.GetValue(Against) ?? [];
        string? sql = parsed.GetValue(AgainstSql);
        if (against.Length > 0 && sql is not null)
        {
            throw new UsageException("--against and --against-sql cannot be combined; give the one that the coreset was made from", help);
        }
        if (against.Length == 0 && sql is null)
            throw new UsageException("no table to compare with; give the input of compress with --against, such as --against data.parquet",
                help);
        return new TableInput(against, sql);
    }
}
