using System.CommandLine;
using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The options of <c>evaluate</c>, and the request they make.</summary>
internal sealed class EvaluateOptions
{
    private static readonly IReadOnlyList<ILoss> s_losses = [Polylog.Loss.Squared, Polylog.Loss.LeastSquares, Polylog.Loss.Logistic, Polylog.Loss.Classes];

    private static readonly string s_modelNames = string.Join(", ", EvaluationModels.All.Select(model => model.Name));

    public Argument<string[]> Inputs { get; } = new("input")
    {
        HelpName = "<input>...",
        Description = "Files as for compress.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Sql { get; } = ValueOptions.Text("--sql", "<query>", "Evaluate on what a DuckDB query yields instead.");

    public Option<string?> Target { get; } = ValueOptions.Text("--target", "<column>", "The column to predict.");

    /// <summary>The place of the loss in the list of those that models are made for.</summary>
    public Option<int?> Loss { get; } = ValueOptions.Word("--loss",
        "What the target is: a number (squared, or least-squares, as in compress), 0 or 1 (logistic), or classes, numbers or text; default: squared.",
        [.. s_losses.Index().Select(pair => (pair.Item.Name, pair.Index))]);

    public Option<int?> Size { get; } = ValueOptions.Whole("--size", "<n>", "Rows of the coreset, and of each random subset.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of the training rows to keep, instead of --size; default: 0.1.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 0.1");

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "Order of the moments that are kept; default: auto. Quadratic regression comes out the same as on all rows from order 4 on, linear from 2.");

    public TableOptions Table { get; } = new();

    public Option<double?> TestFraction { get; } = ValueOptions.Number("--test-fraction", "<f>",
        "Share of the rows that models are judged on and never see; default: 0.25.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 0.25");

    public Option<int?> Draws { get; } = ValueOptions.Whole("--draws", "<n>", "Random subsets to compare with; default: 10.");

    public Option<string?> Models { get; } = ValueOptions.Text("--models", "<a,b,...>",
        "The models to fit; default: all that predict such a target.");

    public Option<int?> Seed { get; } = ValueOptions.Whole("--seed", "<n>", "Another seed makes another split and other subsets; default: 1.");

    public Option<int?> Threads { get; } = ValueOptions.Whole("--threads", "<n>", "Threads to compress with; default: one a processor.");

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<folder>",
        "Where evaluation.csv, one row a fit, and the picture (.png, .svg) go. Made if it is not there.", "-o");

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the results as one JSON object.");

    public EvaluateRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        if (parsed.GetValue(Size) is not null && parsed.GetValue(Fraction) is not null)
            throw new UsageException("--size and --fraction do not go together; say how many rows or what share of them", help);
        TableInput input = Input(parsed, help);
        string target = parsed.GetValue(Target) ?? throw new UsageException("no target; name the column to predict with --target", help);
        var defaults = new EvaluationSettings();
        var settings = new EvaluationSettings
        {
            Loss = s_losses[parsed.GetValue(Loss) ?? 0],
            Size = parsed.GetValue(Size),
            Fraction = parsed.GetValue(Fraction) ?? defaults.Fraction,
            Use = parsed.GetValue(Table.Use) ?? Use.Any,
            Order = parsed.GetValue(Order) is > 0 and int order ? order : null,
            TestFraction = parsed.GetValue(TestFraction) ?? defaults.TestFraction,
            Draws = parsed.GetValue(Draws) ?? defaults.Draws,
            Models = Chosen(parsed.GetValue(Models), help),
            Seed = (ulong)(parsed.GetValue(Seed) ?? 1),
            Threads = parsed.GetValue(Threads) ?? 0,
        };
        return new EvaluateRequest(input, target, settings)
        {
            Columns = Table.Request(parsed),
            DropMissing = parsed.GetValue(Table.DropMissing),
            Output = parsed.GetValue(Output),
        };
    }

    private TableInput Input(ParseResult parsed, string help)
    {
        string[] inputs = parsed.GetValue(Inputs) ?? [];
        string? sql = parsed.GetValue(Sql);
        if (inputs.Length > 0 && sql is not null)
            throw new UsageException($"both an input file ('{inputs[0]}') and --sql were given; name files in the query, or leave one out", help);
        if (inputs.Length == 0 && sql is null)
            throw new UsageException("no input; name a file, or give a query with --sql", help);
        return new TableInput(inputs, sql);
    }

    private static IReadOnlyList<IEvaluationModel> Chosen(string? names, string help)
    {
        if (names is null)
            return EvaluationModels.All;
        return [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).Select(Model)];

        IEvaluationModel Model(string name) =>
            EvaluationModels.All.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"--models names '{name}'; choose from {s_modelNames}", help);
    }
}
