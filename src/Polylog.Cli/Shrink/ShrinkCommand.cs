using System.CommandLine;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The command <c>polylog shrink</c>.</summary>
internal sealed class ShrinkCommand : Command
{
    private readonly ShrinkOptionSet _options = new();
    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;

    public ShrinkCommand(Terminal terminal, CancellationToken cancellation)
        : base("shrink", "Reduce the number of units in the hidden layers of a neural network.")
    {
        _terminal = terminal;
        _cancellation = cancellation;
        Add(_options.Models);
        foreach (Option option in Page.Sections.SelectMany(section => section.Symbols).OfType<Option>())
            Add(option);
        ParseErrors.RefuseOptions(this, _options.Models);
        SetAction(Run);
    }

    public HelpPage Page => new(
        "Writes a smaller model with fewer units in its hidden layers, for any runtime, and measures how much its outputs changed. "
            + "Units without effect and copies of other units are removed exactly. Beyond that, it keeps units whose "
            + "outgoing weights can be changed to make up for the removed ones, without training. The rest of the file is unchanged.",
        ["polylog shrink <model> -o <file> [options]", "polylog shrink <model> --list"],
        [
            new("Model", [_options.Models, _options.List, _options.Layers, _options.Activation]),
            new("Size", [_options.Width, _options.Fraction, _options.Tolerance, _options.Preserve, _options.Order]),
            new("Calibration", [_options.Calibration, _options.Columns]),
            new("Output", [_options.Output, _options.MaxError, _options.Json]),
        ],
        [
            new("make a network and inputs to try the examples on", "polylog demo"),
            new("which layers can be shrunk?", "polylog shrink polylog-demo/network.safetensors --list"),
            new("a tenth of the units, chosen on real inputs",
                "polylog shrink polylog-demo/network.safetensors -o small.safetensors --layers hidden:output --fraction 0.1 "
                    + "--calibration polylog-demo/data.parquet --columns x1,x2"),
            new("as few units as an error of 1% allows",
                "polylog shrink polylog-demo/network.safetensors -o small.safetensors --layers hidden:output --tolerance 0.01"),
            new("units that train like the full layer",
                "polylog shrink polylog-demo/network.safetensors -o small.safetensors --layers hidden:output --width 100 "
                    + "--preserve dynamics"),
            new("half the units of your own model (ONNX files come from torch.onnx.export)",
                "polylog shrink model.onnx -o small.onnx --fraction 0.5 --calibration inputs.npy"),
        ]);

    private int Run(ParseResult parsed)
    {
        string help = ParseErrors.HelpOf(this);
        bool json = parsed.GetValue(_options.Json);
        if (parsed.GetValue(_options.List))
            return ListLayers(_options.Model(parsed, help), parsed, json, help);
        ShrinkRequest request = _options.Request(parsed, help);
        ShrinkOutcome outcome = ShrinkJob.Run(request, new Watch(json ? null : _terminal.Progress), _cancellation);
        foreach (string note in outcome.Notes)
            _terminal.Note(note);
        foreach (string note in ShrinkNotes.For(outcome))
            _terminal.Note(note);
        if (json)
            ShrinkJson.Write(outcome, _terminal.Output);
        else
            ShrinkSummary.Write(outcome, _terminal.Styled);
        return ExitCode.Done;
    }

    private int ListLayers(string model, ParseResult parsed, bool json, string help)
    {
        if (parsed.GetValue(_options.Output) is not null)
            throw new UsageException("--list writes no model; leave out --list or --output", help);
        NetworkModel opened = NetworkModel.Open(model);
        IReadOnlyList<LayerInfo> layers = opened.FindLayers();
        if (json)
            LayerListJson.Write(model, layers, opened.WhyNoLayers, _terminal.Output);
        else
            LayerList.Write(layers, opened.WhyNoLayers, _terminal.Styled);
        return ExitCode.Done;
    }
}
