using System.CommandLine;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The options of <c>shrink</c>, and the request made of them.</summary>
internal sealed class ShrinkOptionSet
{
    private const string IndexEnding = ".safetensors.index.json";

    private static readonly IReadOnlyList<(string Word, ShrinkGoal Value)> s_goals =
        [("function", ShrinkGoal.Function), ("dynamics", ShrinkGoal.Dynamics)];

    public Argument<string[]> Models { get; } = new("model")
    {
        HelpName = "<model>",
        Description = "A file that ends in .onnx or .safetensors, or the .safetensors.index.json of a model in several files.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "The smaller model, with the same ending. An existing file is replaced. With an index, the smaller files are written beside it "
        + "under their old names: give an index in another folder.", "-o");

    public Option<bool> List { get; } = ValueOptions.Flag("--list", "Only list the layers, and why some cannot be shrunk.");

    public Option<string[]> Layers { get; } = ValueOptions.Texts("--layer", "<name>",
        "A layer to shrink; may be repeated. Default: all layers that --list shows without a reason. A .safetensors file has no graph: "
        + "name two weights that follow each other, such as fc1:fc2, or the two makers of a gated layer and what reads it, such as "
        + "gate_proj,up_proj:down_proj; * stands for any number in a name.", "--layers");

    public Option<string?> Activation { get; } = ValueOptions.Text("--activation", "<name>",
        "For .safetensors: the activation between the two, such as relu, tanh or gelu; default: relu.");

    public Option<int?> Width { get; } = ValueOptions.Whole("--width", "<n>",
        "Units to keep in each layer. A layer that has fewer is left alone, unless it is named or all layers have fewer: then this is "
        + "an error. Without --width, --fraction, --budget or --tolerance, only units without effect and copies of others are removed.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of each layer's units to keep.", value => value is > 0 and <= 1, "give a number above 0 and up to 1, such as 0.5");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<e>",
        "Keep the fewest units for which the relative error of the outputs on held-out inputs stays below this.",
        value => value > 0 && double.IsFinite(value), "give a number above 0, such as 0.01");

    public Option<string?> Budget { get; } = ValueOptions.Text("--budget", "<cost>",
        "What the smaller model may cost: params=50%, macs=40% (multiply-adds), bytes=10MB or latency=5ms (of the run that is printed, on "
        + "this machine). Layers keep different shares of their units: units go where that costs the least error for what it saves.");

    public Option<int?> MultipleOf { get; } = ValueOptions.Whole("--multiple-of", "<n>",
        "Keep multiples of this number of units in each layer that has more: runtimes are faster with multiples of 8. A head counts as "
        + "the numbers it has; default: 1.");

    public Option<ShrinkGoal?> Preserve { get; } = ValueOptions.Word("--preserve",
        "function: what the model computes. dynamics: how it trains; this preserves the moments of the units as points, and stores with "
        + "each kept unit how many it stands for. Default: function.", s_goals);

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "With --preserve dynamics: the order of the moments; default: auto.");

    public Option<string?> Calibration { get; } = ValueOptions.Text("--calibration", "<file>",
        "Inputs as the model takes them, one a row: .npy, .npz with an array for each input of the model, named as the input, or a table "
        + "such as .parquet or .csv. A fifth is held out to measure the error. "
        + "Default: random normal numbers; the model's real inputs give much better results.");

    public Option<string[]> Columns { get; } = ValueOptions.Texts("--columns", "<a,b,...>",
        "The columns of the table that are the model's inputs, in their order; "
        + "default: all numeric columns, without the weights of a coreset.");

    public Option<double?> MaxError { get; } = ValueOptions.Number("--max-error", "<e>",
        "Write nothing if the relative error of the outputs, with its uncertainty, is above this. The error is the root mean square of "
        + "the differences divided by that of the outputs. Its uncertainty is two standard errors over the held-out inputs. The largest "
        + "single difference is printed too, and the errors of the inputs one by one, divided by the same.",
        value => value >= 0 && double.IsFinite(value), "give a number, 0 or more, such as 0.01");

    public Option<string?> Report { get; } = ReportFile.NewOption();

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the result as one JSON object.");

    /// <summary>The model named on the command line.</summary>
    /// <exception cref="UsageException">None is named, or several.</exception>
    public string Model(ParseResult parsed, string help) => parsed.GetValue(Models) switch
    {
        [string model] => model,
        [_, string second, ..] => throw new UsageException($"'{second}' is one argument too many; one model is shrunk at a time", help),
        _ => throw new UsageException("no model; name a file that ends in .onnx, .safetensors or .safetensors.index.json", help),
    };

    public ShrinkRequest Request(ParseResult parsed, string help)
    {
        string model = Model(parsed, help);
        string output = parsed.GetValue(Output)
            ?? throw new UsageException("no output; say where the smaller model goes, such as -o small.onnx, or ask for --list", help);
        CheckSize(parsed, help);
        ShrinkGoal goal = parsed.GetValue(Preserve) ?? ShrinkGoal.Function;
        string? calibration = parsed.GetValue(Calibration);
        string[] columns = parsed.GetValue(Columns) ?? [];
        if (parsed.GetValue(Order) is not null && goal != ShrinkGoal.Dynamics)
            throw new UsageException("--order is for --preserve dynamics; add that, or leave --order out", help);
        if (columns.Length > 0 && (calibration is null || IsArray(calibration)))
            throw new UsageException("--columns is for --calibration with a table; give one, or leave --columns out", help);
        bool safetensors = Ending(model) is ".safetensors" or IndexEnding;
        if (parsed.GetValue(Activation) is not null && !safetensors)
            throw new UsageException("--activation is for .safetensors; an ONNX model says itself what lies between its layers", help);
        if (Ending(output) != Ending(model))
            throw new CommandException($"--output is '{output}', but the model is '{model}'; the two must have the same ending");
        int? order = parsed.GetValue(Order);
        ShrinkBudget? budget = ParsedBudget(parsed.GetValue(Budget), help);
        if (budget is not null && goal == ShrinkGoal.Dynamics)
            throw new UsageException("--budget is for --preserve function; leave one of --budget and --preserve dynamics out", help);
        return new ShrinkRequest(model, output, new ShrinkOptions
        {
            Layers = parsed.GetValue(Layers) ?? [],
            Width = parsed.GetValue(Width),
            Fraction = parsed.GetValue(Fraction),
            Tolerance = parsed.GetValue(Tolerance),
            Budget = budget,
            MultipleOf = parsed.GetValue(MultipleOf) ?? 1,
            Goal = goal,
            Order = order == 0 ? null : order,
            Activation = Named(parsed.GetValue(Activation)),
            HasCurves = parsed.GetValue(Report) is not null,
        })
        {
            Calibration = calibration,
            Columns = columns,
            MaxError = parsed.GetValue(MaxError),
        };
    }

    /// <summary>Whether a file is known by its ending to have arrays, not a table with columns.</summary>
    private static bool IsArray(string path) => HasEnding(path, ".npy") || HasEnding(path, ".npz");

    private void CheckSize(ParseResult parsed, string help)
    {
        Option[] sizes = [Width, Fraction, Budget, Tolerance];
        Option[] given = [.. sizes.Where(option => parsed.GetResult(option) is { Implicit: false })];
        if (given.Length > 1)
        {
            throw new UsageException($"{given[0].Name} and {given[1].Name} do not go together; give one of them", help);
        }
    }

    private static ShrinkBudget? ParsedBudget(string? text, string help) => text is null
        ? null
        : ShrinkBudget.Parse(text) ?? throw new UsageException(
            $"--budget is '{text}'; give params, macs, bytes or latency with an amount above 0, such as params=50%, macs=200M, bytes=10MB "
            + "or latency=5ms; a share is at most 100%", help);

    private static LayerActivation? Named(string? name)
    {
        if (name is null)
            return null;
        if (!LayerActivation.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            string names = string.Join(", ", LayerActivation.Names.Select(known => known.ToLowerInvariant()));
            throw new CommandException($"--activation is '{name}'; choose one of {names}");
        }
        return LayerActivation.Named(name);
    }

    public static bool HasEnding(string path, string ending) =>
        string.Equals(Path.GetExtension(path), ending, StringComparison.OrdinalIgnoreCase);

    private static string Ending(string path) =>
        path.EndsWith(IndexEnding, StringComparison.OrdinalIgnoreCase) ? IndexEnding : Path.GetExtension(path).ToLowerInvariant();
}
