using System.Globalization;
using System.Text.Json.Nodes;
using Polylog.Networks;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Prints the result, as text or as JSON.</summary>
internal static class ShrinkReport
{
    public static void Write(ShrinkOutcome outcome, IAnsiConsole console)
    {
        var summary = new Summary(console);
        int width = outcome.Changes.Max(change => change.Layer.Name.Length);
        for (int i = 0; i < outcome.Changes.Count; i++)
        {
            LayerChange change = outcome.Changes[i];
            string units = $"{Figures.Whole(change.Layer.Units)} -> {Figures.Count(change.Units, "unit")}";
            summary.Line(i == 0 ? "layers" : "", $"{Figures.Plain(change.Layer.Name).PadRight(width)}  {units}, {Way(change)}");
        }
        summary.Line("inputs", Inputs(outcome));
        summary.Line("output error", Error(outcome));
        (long before, long now) = outcome.Parameters;
        double share = before == 0 ? 1 : (double)now / before;
        summary.Line("parameters", $"{Figures.Whole(before)} -> {Figures.Whole(now)} ({Figures.Percent(share)})");
        summary.Line("file", $"{Bytes(outcome.Bytes.Before)} -> {Bytes(outcome.Bytes.Now)}");
        if (outcome.Latency is { } latency)
        {
            string inputs = Figures.Count(latency.Batch, "input");
            summary.Line("latency", $"{Milliseconds(latency.Before)} -> {Milliseconds(latency.Now)} for {inputs}");
        }
        summary.Line("written", outcome.Request.Output);
    }

    public static void WriteJson(ShrinkOutcome outcome, TextWriter output) => JsonOutput.Write(output, new JsonObject
    {
        ["model"] = outcome.Request.Model,
        ["output"] = outcome.Request.Output,
        ["preserved"] = outcome.Request.Options.Goal == ShrinkGoal.Dynamics ? "dynamics" : "function",
        ["layers"] = new JsonArray([.. outcome.Changes.Select(change => (JsonNode)new JsonObject
        {
            ["name"] = change.Layer.Name,
            ["unitsBefore"] = change.Layer.Units,
            ["units"] = change.Units,
            ["idle"] = change.Idle,
            ["method"] = Word(change.Method),
            ["samples"] = change.Samples,
            ["order"] = change.Order,
        })]),
        ["calibration"] = outcome.Request.Calibration,
        ["fitInputs"] = outcome.FitCount,
        ["heldOutInputs"] = outcome.HeldOutCount,
        ["relativeRmsError"] = JsonOutput.Number(outcome.Difference.RelativeRms),
        ["errorOf"] = outcome.Difference.Output.Length > 0 ? outcome.Difference.Output : null,
        ["worstError"] = JsonOutput.Number(outcome.Difference.Worst),
        ["parametersBefore"] = outcome.Parameters.Before,
        ["parameters"] = outcome.Parameters.Now,
        ["bytesBefore"] = outcome.Bytes.Before,
        ["bytes"] = outcome.Bytes.Now,
        ["latencySecondsBefore"] = outcome.Latency?.Before.TotalSeconds,
        ["latencySeconds"] = outcome.Latency?.Now.TotalSeconds,
    });

    private static string Way(LayerChange change)
    {
        string idle = change.Idle > 0 ? $"{Figures.Whole(change.Idle)} without effect or twice there" : "";
        string way = change.Method switch
        {
            ShrinkMethod.Responses => "by responses",
            ShrinkMethod.Places => "by places",
            ShrinkMethod.Moments => $"by moments up to order {change.Order}, masses {Masses(change)}",
            _ => idle.Length == 0 ? "left alone" : "",
        };
        return string.Join(", ", ((string[])[idle, way]).Where(part => part.Length > 0));
    }

    private static string Inputs(ShrinkOutcome outcome)
    {
        string counts = outcome.Changes.Any(change => change.Samples > 0)
            ? $"{Figures.Whole(outcome.FitCount)} to choose units, {Figures.Whole(outcome.HeldOutCount)} held out to measure"
            : $"{Figures.Whole(outcome.HeldOutCount)} to measure";
        if (outcome.Data is not { } data)
            return $"random normal numbers, {counts}; real ones (--calibration) tell more";
        return $"{data.Name}, {Figures.Count(data.Total, "row")}: {counts}";
    }

    private static string Word(ShrinkMethod method) => method switch
    {
        ShrinkMethod.Responses => "responses",
        ShrinkMethod.Places => "places",
        ShrinkMethod.Moments => "moments",
        _ => "exact",
    };

    private static string Masses(LayerChange change) => $"{Figures.Small(change.Masses.Min())} to {Figures.Small(change.Masses.Max())}";

    private static string Error(ShrinkOutcome outcome)
    {
        ModelDifference difference = outcome.Difference;
        string scope = outcome.Latency is null ? ", of these layers alone" : "";
        string output = difference.Output.Length > 0 ? $", of {Figures.Plain(difference.Output)}, which changes most" : "";
        return $"{Figures.Small(difference.RelativeRms)} relative rms, {Figures.Small(difference.Worst)} worst{scope}{output}";
    }

    private static string Bytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,##0.0} MB");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00} ms");
}
