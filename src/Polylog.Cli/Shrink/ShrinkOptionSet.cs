using System.CommandLine;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The options of <c>shrink</c>, and the request they make.</summary>
internal sealed class ShrinkOptionSet
{
    private static readonly IReadOnlyList<(string Word, ShrinkGoal Value)> s_goals = [("function", ShrinkGoal.Function), ("dynamics", ShrinkGoal.Dynamics)];

    public Argument<string[]> Models { get; } = new("model")
    {
        HelpName = "<model>",
        Description = "A file that ends in .onnx or .safetensors.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "Where the smaller model goes, with the same ending. An older file is replaced.", "-o");

    public Option<bool> List { get; } = ValueOptions.Flag("--list", "Only list the layers, and for each that cannot be shrunk why not.");

    public Option<string[]> Layers { get; } = ValueOptions.Texts("--layer", "<name>",
        "A layer to shrink; may be repeated. Default: all that --list shows as sums over exchangeable units. Of .safetensors, which has no graph, "
        + "two weights that follow each other, such as fc1:fc2.", "--layers");

    public Option<string?> Activation { get; } = ValueOptions.Text("--activation", "<name>",
        "Of .safetensors: what lies between the two, such as relu, tanh or gelu; default: relu.");

    public Option<int?> Width { get; } = ValueOptions.Whole("--width", "<n>",
        "Units to keep in each layer; layers that have no more are left alone, unless none has: that is an error. Without --width, --fraction or --tolerance only units go that have no effect "
        + "or are the same as another.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of each layer's units to keep.", value => value is > 0 and <= 1, "give a number above 0 and up to 1, such as 0.5");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<e>",
        "The fewest units for which the relative error of the outputs, on inputs held out, stays below this.",
        value => value > 0 && double.IsFinite(value), "give a number above 0, such as 0.01");

    public Option<ShrinkGoal?> Preserve { get; } = ValueOptions.Word("--preserve",
        "What the model computes, or how it trains: the moments of its units as points, with the number of units each stands for written beside them; "
        + "default: function.", s_goals);

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "With --preserve dynamics: the order of the moments; default: auto.");

    public Option<string?> Calibration { get; } = ValueOptions.Text("--calibration", "<file>",
        "Inputs as the model sees them, one a row: .npy, or a table such as .parquet or .csv. A fifth is held out to measure on. Default: random normal numbers, which tell less.");

    public Option<string[]> Columns { get; } = ValueOptions.Texts("--columns", "<a,b,...>",
        "The columns of the table that are the model's inputs, in their order; default: all numeric ones, without the weights of a coreset.");

    public Option<double?> MaxError { get; } = ValueOptions.Number("--max-error", "<e>",
        "Write nothing if the relative error of the outputs is above this: the root mean square of the differences over that of the outputs. "
        + "The worst difference, printed beside it, is relative to the same.",
        value => value >= 0 && double.IsFinite(value), "give a number, 0 or more, such as 0.01");

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the result as one JSON object.");

    /// <summary>The one model that is named.</summary>
    public string Model(ParseResult parsed, string help) => parsed.GetValue(Models) switch
    {
        [string model] => model,
        [_, string second, ..] => throw new UsageException($"'{second}' is one argument too many; one model is shrunk at a time", help),
        _ => throw new UsageException("no model; name a file that ends in .onnx or .safetensors", help),
    };

    public ShrinkRequest Request(ParseResult parsed, string help)
    {
        string model = Model(parsed, help);
        string output = parsed.GetValue(Output) ?? throw new UsageException("no output; say where the smaller model goes, such as -o small.onnx, or ask for --list", help);
        CheckSize(parsed, help);
        ShrinkGoal goal = parsed.GetValue(Preserve) ?? ShrinkGoal.Function;
        string? calibration = parsed.GetValue(Calibration);
        string[] columns = parsed.GetValue(Columns) ?? [];
        if (parsed.GetValue(Order) is not null && goal != ShrinkGoal.Dynamics)
            throw new UsageException("--order is for --preserve dynamics; add that, or leave --order out", help);
        if (columns.Length > 0 && (calibration is null || IsArray(calibration)))
            throw new UsageException("--columns is for --calibration with a table; give one, or leave --columns out", help);
        bool safetensors = HasEnding(model, ".safetensors");
        if (parsed.GetValue(Activation) is not null && !safetensors)
            throw new UsageException("--activation is for .safetensors; an ONNX model says itself what lies between its layers", help);
        if (!string.Equals(Path.GetExtension(output), Path.GetExtension(model), StringComparison.OrdinalIgnoreCase))
            throw new CommandException($"--output is '{output}', but the model is '{model}'; the two must have the same ending");
        int? order = parsed.GetValue(Order);
        return new ShrinkRequest(model, output, new ShrinkOptions
        {
            Layers = parsed.GetValue(Layers) ?? [],
            Width = parsed.GetValue(Width),
            Fraction = parsed.GetValue(Fraction),
            Tolerance = parsed.GetValue(Tolerance),
            Goal = goal,
            Order = order == 0 ? null : order,
            Activation = Named(parsed.GetValue(Activation)),
        })
        {
            Calibration = calibration,
            Columns = columns,
            MaxError = parsed.GetValue(MaxError),
        };
    }

    public static bool IsArray(string path) => HasEnding(path, ".npy");

    private void CheckSize(ParseResult parsed, string help)
    {
        Option[] given = [.. ((Option[])[Width, Fraction, Tolerance]).Where(option => parsed.GetResult(option) is { Implicit: false })];
        if (given.Length > 1)
            throw new UsageException($"{given[0].Name} and {given[1].Name} do not go together; say how many units or how good they have to be", help);
    }

    private static LayerActivation? Named(string? name)
    {
        if (name is null)
            return null;
        if (!LayerActivation.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new CommandException($"--activation is '{name}'; choose one of {string.Join(", ", LayerActivation.Names.Select(known => known.ToLowerInvariant()))}");
        return LayerActivation.Named(name);
    }

    private static bool HasEnding(string path, string ending) => string.Equals(Path.GetExtension(path), ending, StringComparison.OrdinalIgnoreCase);
}
