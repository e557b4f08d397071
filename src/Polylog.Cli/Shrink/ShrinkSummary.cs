using System.Globalization;
using Polylog.Networks;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Prints the result as text.</summary>
internal static class ShrinkSummary
{
    public static void Write(ShrinkOutcome outcome, IAnsiConsole console)
    {
        var summary = new Summary(console);
        int width = outcome.Changes.Max(change => change.Layer.Name.Length);
        for (int i = 0; i < outcome.Changes.Count; i++)
        {
            LayerChange change = outcome.Changes[i];
            string units = $"{Format.Whole(change.Layer.Units)} -> {Format.Count(change.Units, "unit")}";
            summary.Line(i == 0 ? "layers" : "", $"{Format.Plain(change.Layer.Name).PadRight(width)}  {units}, {Way(change)}");
        }
        summary.Line("inputs", Inputs(outcome));
        summary.Line("output error", Error(outcome));
        if (Examples(outcome.Difference) is { } examples)
            summary.Line("by input", examples);
        (long before, long now) = outcome.Parameters;
        double share = before == 0 ? 1 : (double)now / before;
        summary.Line("parameters", $"{Format.Whole(before)} -> {Format.Whole(now)} ({Format.Percent(share)})");
        summary.Line("file", $"{Bytes(outcome.Bytes.Before)} -> {Bytes(outcome.Bytes.Now)}");
        if (outcome.Latency is { } latency)
        {
            string inputs = Format.Count(latency.Batch, "input");
            summary.Line("latency", $"{Milliseconds(latency.Before)} -> {Milliseconds(latency.Now)} for {inputs}");
        }
        summary.Line("written", outcome.Request.Output);
    }

    private static string Way(LayerChange change)
    {
        string idle = change.Idle > 0 ? $"{Format.Whole(change.Idle)} without effect or twice there" : "";
        string way = change.Method switch
        {
            ShrinkMethod.Responses => "chosen by responses",
            ShrinkMethod.Places => "chosen by places",
            ShrinkMethod.Moments => $"by moments up to order {change.Order}, masses {Masses(change)}",
            _ => idle.Length == 0 ? "left alone" : "",
        };
        return string.Join(", ", ((string[])[idle, way]).Where(part => part.Length > 0));
    }

    private static string Inputs(ShrinkOutcome outcome)
    {
        string counts = outcome.Changes.Any(change => change.Samples > 0)
            ? $"{Format.Whole(outcome.FitCount)} to choose units, {Format.Whole(outcome.HeldOutCount)} held out to measure the error"
            : $"{Format.Whole(outcome.HeldOutCount)} to measure the error";
        if (outcome.Data is not { } data)
            return $"random normal numbers, {counts}; real ones (--calibration) tell more";
        return $"{data.Name}, {Format.Count(data.Total, "row")}: {counts}";
    }

    private static string Masses(LayerChange change) => $"{Format.Small(change.Masses.Min())} to {Format.Small(change.Masses.Max())}";

    private static string Error(ShrinkOutcome outcome)
    {
        ModelDifference difference = outcome.Difference;
        string scope = outcome.Latency is null ? ", of these layers alone" : "";
        string kind = outcome.Latency is null ? "layer" : "output";
        string output = difference.Output.Length > 0 ? $"; for {kind} '{Format.Plain(difference.Output)}', which changes most" : "";
        string upper = difference.RelativeRmsUpper > difference.RelativeRms
            ? $", with its uncertainty up to {Format.Small(difference.RelativeRmsUpper)}" : "";
        return $"{Format.Small(difference.RelativeRms)} relative (root mean square{upper}), {Format.Small(difference.Worst)} worst"
            + $"{scope}{output}";
    }

    /// <summary>Errors of the inputs one by one; null where nothing changed.</summary>
    private static string? Examples(ModelDifference difference)
    {
        if (difference.ExampleWorst == 0)
            return null;
        string same = difference.SameLargest is { } share ? $"; the same largest output for {Format.Percent(share)}" : "";
        return $"median {Format.Small(difference.ExampleMedian)}, 99% {Format.Small(difference.ExampleHigh)}, worst "
            + $"{Format.Small(difference.ExampleWorst)}{same}";
    }

    private static string Bytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,##0.0} MB");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00} ms");
}
