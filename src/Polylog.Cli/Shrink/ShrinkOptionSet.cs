using System.CommandLine;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The options of <c>shrink</c>, and the request made of them.</summary>
internal sealed class ShrinkOptionSet
{
    private static readonly IReadOnlyList<(string Word, ShrinkGoal Value)> s_goals =
        [("function", ShrinkGoal.Function), ("dynamics", ShrinkGoal.Dynamics)];

    public Argument<string[]> Models { get; } = new("model")
    {
        HelpName = "<model>",
        Description = "Model file: .onnx or .safetensors.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "File for the smaller model, of the same format. An existing file is replaced.", "-o");

    public Option<bool> List { get; } = ValueOptions.Flag("--list",
        "Only list the layers, with the reason for each layer that cannot be shrunk.");

    public Option<string[]> Layers { get; } = ValueOptions.Texts("--layer", "<name>",
        "Layer to shrink; may be repeated. Default: all layers that can be shrunk (see --list). A .safetensors file has no graph: give two "
        + "consecutive layers, such as fc1:fc2.", "--layers");

    public Option<string?> Activation { get; } = ValueOptions.Text("--activation", "<name>",
        "For .safetensors: the activation between the two layers, such as relu, tanh or gelu; default: relu.");

    public Option<int?> Width { get; } = ValueOptions.Whole("--width", "<n>",
        "Number of units to keep in each layer. Layers that already have at most this many units are left alone; an error if that is "
        + "all of them. Without --width, --fraction or --tolerance, only units without effect and copies are removed.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of the units of each layer to keep.", value => value is > 0 and <= 1, "give a number above 0 and up to 1, such as 0.5");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<e>",
        "Keep as few units as possible with a relative error of the outputs below this, measured on inputs that were held out.",
        value => value > 0 && double.IsFinite(value), "give a number above 0, such as 0.01");

    public Option<ShrinkGoal?> Preserve { get; } = ValueOptions.Word("--preserve",
        "function: preserve what the model computes. dynamics: preserve how it trains, by matching moments of the units as points; the "
        + "number of original units that each kept unit stands for is stored in the file. Default: function.", s_goals);

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "For --preserve dynamics: the order of the moments; default: auto.");

    public Option<string?> Calibration { get; } = ValueOptions.Text("--calibration", "<file>",
        "Inputs of the model, one per row: .npy, or a table such as .parquet or .csv. A fifth of them is held out to measure the error. "
        + "Default: random normal numbers, which give worse choices and a less meaningful error.");

    public Option<string[]> Columns { get; } = ValueOptions.Texts("--columns", "<a,b,...>",
        "Columns of the table that are the inputs of the model, in their order; default: all numeric columns except the weights "
            + "of a coreset.");

    public Option<double?> MaxError { get; } = ValueOptions.Number("--max-error", "<e>",
        "Write no file if the relative error of the outputs is above this. The error is the root mean square of the differences, "
        + "divided by the root mean square of the outputs.",
        value => value >= 0 && double.IsFinite(value), "give a number, 0 or more, such as 0.01");

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the result as one JSON object.");

    /// <summary>The model on the command line.</summary>
    public string Model(ParseResult parsed, string help) => parsed.GetValue(Models) switch
    {
        [string model] => model,
        [_, string second, ..] => throw new UsageException($"'{second}' is one argument too many; one model is shrunk at a time", help),
        _ => throw new UsageException("no model; give an .onnx or .safetensors file", help),
    };

    public ShrinkRequest Request(ParseResult parsed, string help)
    {
        string model = Model(parsed, help);
        string output = parsed.GetValue(Output)
            ?? throw new UsageException("no output; give a file for the smaller model, such as -o small.onnx, or use --list", help);
        CheckSize(parsed, help);
        ShrinkGoal goal = parsed.GetValue(Preserve) ?? ShrinkGoal.Function;
        string? calibration = parsed.GetValue(Calibration);
        string[] columns = parsed.GetValue(Columns) ?? [];
        if (parsed.GetValue(Order) is not null && goal != ShrinkGoal.Dynamics)
            throw new UsageException("--order needs --preserve dynamics; add it, or leave --order out", help);
        if (columns.Length > 0 && (calibration is null || IsArray(calibration)))
            throw new UsageException("--columns needs --calibration with a table; give one, or leave --columns out", help);
        bool safetensors = HasEnding(model, ".safetensors");
        if (parsed.GetValue(Activation) is not null && !safetensors)
            throw new UsageException("--activation is for .safetensors only; an ONNX model contains its activations, leave "
                + "--activation out", help);
        if (!string.Equals(Path.GetExtension(output), Path.GetExtension(model), StringComparison.OrdinalIgnoreCase))
            throw new CommandException($"--output is '{output}', but the model is '{model}'; give an output of the same format");
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
            throw new UsageException($"{given[0].Name} and {given[1].Name} cannot be combined; give one of them", help);
    }

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

    private static bool HasEnding(string path, string ending) =>
        string.Equals(Path.GetExtension(path), ending, StringComparison.OrdinalIgnoreCase);
}
