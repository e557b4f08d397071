using System.CommandLine;
using System.Diagnostics;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary><c>polylog shrink</c>.</summary>
internal sealed class ShrinkCommand : PageCommand
{
    private readonly ShrinkOptionSet _options = new();

    public ShrinkCommand(Terminal terminal, CancellationToken cancellation)
        : base("shrink", "Reduce the number of units in the hidden layers of a neural network.", terminal, cancellation)
    {
        Complete(_options.Models);
    }

    public override HelpPage Page => new(
        "Writes a model with fewer units in its hidden layers, for any runtime, and measures how much its outputs "
            + "changed. First, units without effect are removed and copies of others merged, which changes nothing. Then "
            + "units are chosen whose outgoing weights make up for the others, without training. Everything else in the "
            + "model stays as it was.",
        ["polylog shrink <model> -o <file> [options]", "polylog shrink <model> --list"],
        [
            new("Model", [_options.Models, _options.List, _options.Layers, _options.Activation]),
            new("How small",
            [
                _options.Width, _options.Fraction, _options.Budget, _options.Tolerance, _options.MultipleOf, _options.Preserve,
                _options.Order,
            ]),
            new("Inputs to choose and to measure on", [_options.Calibration, _options.Columns]),
            new("Output", [_options.Output, _options.MaxError, _options.Report, _options.Json]),
        ],
        [
            new("make a network and a table to try this on: polylog-demo/network.safetensors", "polylog demo"),
            new("a tenth of its units, chosen on the table",
                "polylog shrink polylog-demo/network.safetensors -o small.safetensors --layer hidden:output --fraction 0.1 "
                + "--calibration polylog-demo/data.parquet --columns x1,x2"),
            new("with models and inputs of your own: which layers can be shrunk?", "polylog shrink model.onnx --list"),
            new("half the units, chosen on training inputs", "polylog shrink model.onnx -o small.onnx --fraction 0.5 --calibration x.npy"),
            new("half the multiply-adds, spread over the layers, in widths that runtimes like",
                "polylog shrink model.onnx -o small.onnx --budget macs=50% --multiple-of 8 --calibration x.npy"),
            new("as few as an error of 1% allows", "polylog shrink model.onnx -o small.onnx --tolerance 0.01 --calibration x.parquet"),
            new("a file without a graph",
                "polylog shrink model.safetensors -o small.safetensors --layer fc1:fc2 --activation gelu --width 256"),
            new("fewer units that train like all of them", "polylog shrink model.onnx -o small.onnx --width 256 --preserve dynamics"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        string help = ParseErrors.HelpOf(this);
        bool json = parsed.GetValue(_options.Json);
        if (parsed.GetValue(_options.List))
            return ListLayers(_options.Model(parsed, help), parsed, json, help);
        ShrinkRequest request = _options.Request(parsed, help);
        ReportFile? page = ReportFile.Find(
            parsed.GetValue(_options.Report), "--report", parsed, [request.Model, request.Output, request.Calibration]);
        var watch = new Watch(json ? null : Terminal.Progress);
        long start = Stopwatch.GetTimestamp();
        ShrinkOutcome outcome = ShrinkJob.Run(request, watch, Cancellation);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        foreach (string note in outcome.Notes)
            Terminal.Note(note);
        if (outcome.Data is { } data && data.Count - outcome.FitCount - outcome.HeldOutCount is > 0 and var left)
        {
            string rows = Format.Count(left, "row"), verb = left == 1 ? "is" : "are";
            Terminal.Note($"the model takes a fixed number of inputs at a time; {rows} of {data.Name} left over {verb} not used");
        }
        foreach (LayerChange few in outcome.Changes.Where(change => change.Samples > 0 && change.Samples < change.Layer.Units))
        {
            string units = Format.Count(few.Layer.Units, "unit"), samples = Format.Count(few.Samples, "sample");
            Terminal.Note($"layer '{few.Layer.Name}' has {units} and was matched on {samples} only; give more inputs than units");
        }
        if (request.Options.Tolerance is { } tolerance && outcome.Difference.RelativeRms > tolerance)
        {
            string error = Format.Small(outcome.Difference.RelativeRms), limit = Format.Limit(tolerance);
            Terminal.Note($"the outputs' relative error is {error}, above --tolerance {limit}: no width stays below it");
        }
        if (request.Options.Budget is { Cost: ShrinkCost.Latency } budget && outcome.Latency is var (before, now, _)
            && now.TotalSeconds > budget.Amount * (budget.IsShare ? before.TotalSeconds : 1))
        {
            Terminal.Note($"the latency is above the budget of {budget}: it varies from run to run, give a little less");
        }
        Report report = ShrinkReport.Of(outcome);
        page?.Write(report, watch, notes: null, time, command => ShrinkPage.Fill(report, outcome, command));
        ReportOutput.Write(report, Terminal, json);
        ReportFile.Check(page);
        return ExitCode.Done;
    }

    private int ListLayers(string model, ParseResult parsed, bool json, string help)
    {
        if (parsed.GetValue(_options.Output) is not null)
            throw new UsageException("--list writes no model; leave out --list or --output", help);
        if (parsed.GetValue(_options.Report) is not null)
            throw new UsageException("--list has no page; leave out --list or --report", help);
        NetworkModel opened = NetworkModel.Open(model, Cancellation);
        IReadOnlyList<LayerInfo> layers = opened.FindLayers();
        if (json)
            LayerListJson.Write(model, layers, opened.WhyNoLayers, Terminal.Output);
        else
            LayerList.Write(layers, opened.WhyNoLayers, Terminal.Styled);
        return ExitCode.Done;
    }
}
