using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>inspect</c>, and the request they make.</summary>
internal sealed class InspectOptions
{
    private const double DefaultTolerance = 1e-9;

    public Argument<string[]> Coreset { get; } = new("coreset")
    {
        HelpName = "<coreset>",
        Description = "The file compress wrote. Parquet remembers how it was made; for other formats repeat compress's options below.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string[]> Against { get; } = ValueOptions.Texts("--against", "<input>...",
        "The files it was made from, as compress was given them, with the rows in the same order: a certificate's random rows are found by their place.");

    public Option<string?> AgainstSql { get; } = ValueOptions.Text("--against-sql", "<query>", "The query it was made from.");

    public TableOptions Table { get; } = new();

    public Option<int?> Order { get; } = ValueOptions.Whole("--order", "<k>", "Compare the moments up to this total degree, 1,000,000 moments at most; default: as it was made, or 3.");

    public Option<string?> RowId { get; } = ValueOptions.Text("--row-id", "<name>", "The coreset's column of row numbers, if it has one.");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<t>",
        "Largest relative difference of a moment or the total weight that passes; default: 1e-9.",
        value => value >= 0 && double.IsFinite(value), "give a number, 0 or more, such as 1e-9");

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print everything as one JSON object.");

    public InspectOptions()
    {
        Against.AllowMultipleArgumentsPerToken = true;
        Table.Use.Description = "What the coreset is for, which decides the test functions; default: any.";
        Table.WeightName.Description = "The coreset's column of weights; default: weight.";
        Table.Columns.Description = "The columns whose moments are compared; default: all numeric columns of the input. "
            + "May be repeated; give a name with a comma in it alone.";
    }

    public InspectRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        string[] coresets = parsed.GetValue(Coreset) ?? [];
        if (coresets.Length == 0)
            throw new UsageException("no coreset; name the file that compress wrote, before --against", help);
        if (coresets.Length > 1)
            throw new UsageException($"'{coresets[1]}' is one argument too many; one coreset is inspected at a time", help);
        return new InspectRequest(
            coresets[0],
            Input(parsed, help),
            Table.Request(parsed),
            Table.Learning(parsed),
            parsed.GetValue(Order),
            parsed.GetValue(Table.Use),
            parsed.GetValue(Table.WeightName),
            parsed.GetValue(RowId),
            parsed.GetValue(Table.Weight),
            parsed.GetValue(Table.DropMissing),
            parsed.GetValue(Tolerance) ?? DefaultTolerance);
    }

    private TableInput Input(ParseResult parsed, string help)
    {
        string[] against = parsed.GetValue(Against) ?? [];
        string? sql = parsed.GetValue(AgainstSql);
        if (against.Length > 0 && sql is not null)
        {
            throw new UsageException("--against and --against-sql do not go together; "
                + "say which of the two the coreset was made from", help);
        }
        if (against.Length == 0 && sql is null)
            throw new UsageException("nothing to compare with; name the input with --against, such as --against housing.csv", help);
        return new TableInput(against, sql);
    }
}
