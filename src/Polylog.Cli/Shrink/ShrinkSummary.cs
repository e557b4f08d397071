using System.Globalization;
using Polylog.Networks;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows the result of shrinking a model.</summary>
internal static class ShrinkSummary
{
    public static void Write(ShrinkOutcome outcome, IAnsiConsole console)
    {
        var summary = new Summary(console);
        int width = outcome.Changes.Max(change => change.Layer.Name.Length);
        for (int i = 0; i < outcome.Changes.Count; i++)
        {
            LayerChange change = outcome.Changes[i];
            summary.Line(i == 0 ? "layers" : "", $"{Format.Plain(change.Layer.Name).PadRight(width)}  "
                + $"{Format.Whole(change.Layer.Units)} -> {Format.Count(change.Units, "unit")}, {Way(change)}");
        }
        summary.Line("inputs", Inputs(outcome));
        string alone = outcome.Latency is null ? ", of these layers alone" : "";
        string output = outcome.Difference.Output.Length > 0
            ? $", of the output {Format.Plain(outcome.Difference.Output)}, which changes most"
            : "";
        summary.Line("output error", $"{Format.Small(outcome.Difference.RelativeRms)} relative (root mean square), "
            + $"{Format.Small(outcome.Difference.Worst)} worst{alone}{output}");
        summary.Line("parameters", $"{Format.Whole(outcome.Parameters.Before)} -> {Format.Whole(outcome.Parameters.Now)} "
            + $"({Format.Percent(Share(outcome.Parameters))})");
        summary.Line("file", $"{Bytes(outcome.Bytes.Before)} -> {Bytes(outcome.Bytes.Now)}");
        if (outcome.Latency is { } latency)
            summary.Line("latency", $"{Milliseconds(latency.Before)} -> {Milliseconds(latency.Now)} "
                + $"for {Format.Count(latency.Batch, "input")}");
        summary.Line("written", outcome.Request.Output);
    }

    private static string Way(LayerChange change)
    {
        string idle = change.Idle > 0 ? $"{Format.Whole(change.Idle)} removed exactly (no effect, or copies)" : "";
        string way = change.Method switch
        {
            ShrinkMethod.Responses => "chosen by responses",
            ShrinkMethod.Places => "chosen by places",
            ShrinkMethod.Moments => $"chosen by moments up to order {change.Order}, "
                + $"masses {Format.Small(change.Masses.Min())} to {Format.Small(change.Masses.Max())}",
            _ => idle.Length == 0 ? "unchanged" : "",
        };
        return string.Join(", ", ((string[])[idle, way]).Where(part => part.Length > 0));
    }

    private static string Inputs(ShrinkOutcome outcome)
    {
        string counts = outcome.Changes.Any(change => change.Samples > 0)
            ? $"{Format.Whole(outcome.FitCount)} to choose units, {Format.Whole(outcome.HeldOutCount)} held out to measure the error"
            : $"{Format.Whole(outcome.HeldOutCount)} to measure the error";
        if (outcome.Data is not { } data)
            return $"random normal numbers, {counts}; real inputs (--calibration) give better choices";
        return $"{data.Name}, {Format.Count(data.Total, "row")}: {counts}";
    }

    private static double Share((long Before, long Now) parameters) =>
        parameters.Before == 0 ? 1 : (double)parameters.Now / parameters.Before;

    private static string Bytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,##0.0} MB");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00} ms");
}
