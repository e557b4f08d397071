using System.Globalization;
using System.Text.Json.Nodes;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The facts of a model before and after.</summary>
internal static class ShrinkReport
{
    public static Report Of(ShrinkOutcome outcome)
    {
        var report = new Report(outcome.Request.Output) { Kind = "Smaller model", Program = ProgramName.Current };
        report.Value("model", outcome.Request.Model);
        report.Value("preserved", outcome.Request.Options.Goal == ShrinkGoal.Dynamics ? "dynamics" : "function");
        int width = outcome.Changes.Max(change => change.Layer.Name.Length);
        for (int i = 0; i < outcome.Changes.Count; i++)
        {
            LayerChange change = outcome.Changes[i];
            string units = $"{Format.Whole(change.Layer.Units)} -> {Format.Count(change.Units, "unit")}";
            report.Line(i == 0 ? "layers" : "", $"{Format.Plain(change.Layer.Name).PadRight(width)}  {units}, {Way(change)}");
        }
        report.Value("layers", new JsonArray([.. outcome.Changes.Select(Json)]));
        report.Fact("inputs", Inputs(outcome), "calibration", outcome.Request.Calibration);
        report.Value("fitInputs", outcome.FitCount);
        report.Value("heldOutInputs", outcome.HeldOutCount);
        FillErrors(report, outcome.Difference, Error(outcome));
        (long before, long now) = outcome.Parameters;
        double share = before == 0 ? 1 : (double)now / before;
        report.Fact("parameters", $"{Format.Whole(before)} -> {Format.Whole(now)} ({Format.Percent(share)})", "parameters", now);
        report.Value("parametersBefore", before);
        report.Fact("file", $"{Bytes(outcome.Bytes.Before)} -> {Bytes(outcome.Bytes.Now)}", "bytes", outcome.Bytes.Now);
        report.Value("bytesBefore", outcome.Bytes.Before);
        if (outcome.Latency is { } latency)
        {
            string inputs = Format.Count(latency.Batch, "input");
            report.Line("latency", $"{Milliseconds(latency.Before)} -> {Milliseconds(latency.Now)} for {inputs}");
        }
        report.Value("latencySecondsBefore", outcome.Latency?.Before.TotalSeconds);
        report.Value("latencySeconds", outcome.Latency?.Now.TotalSeconds);
        report.Fact("written", outcome.Request.Output, "output", outcome.Request.Output);
        return report;
    }

    private static void FillErrors(Report report, ModelDifference difference, string error)
    {
        report.Fact("output error", error, "relativeRmsError", difference.RelativeRms);
        if (Examples(difference) is { } examples)
            report.Line("by input", examples);
        report.Value("relativeRmsErrorUpper", difference.RelativeRmsUpper);
        report.Value("inputErrorMedian", difference.ExampleMedian);
        report.Value("inputErrorHigh", difference.ExampleHigh);
        report.Value("inputErrorWorst", difference.ExampleWorst);
        report.Value("sameLargestOutput", difference.SameLargest);
        report.Value("errorOf", difference.Output.Length > 0 ? difference.Output : null);
        report.Value("worstError", difference.Worst);
    }

    private static JsonNode Json(LayerChange change) => new JsonObject
    {
        ["name"] = change.Layer.Name,
        ["unitsBefore"] = change.Layer.Units,
        ["units"] = change.Units,
        ["idle"] = change.Idle,
        ["method"] = Word(change.Method),
        ["samples"] = change.Samples,
        ["order"] = change.Order,
    };

    private static string Word(ShrinkMethod method) => method switch
    {
        ShrinkMethod.Responses => "responses",
        ShrinkMethod.Places => "places",
        ShrinkMethod.Moments => "moments",
        _ => "exact",
    };

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

    public static string Bytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,##0.0} MB");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00} ms");
}
