using System.Text.Json.Nodes;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The result of shrinking a model as one JSON object.</summary>
internal static class ShrinkJson
{
    public static void Write(ShrinkOutcome outcome, TextWriter output) => JsonOutput.Write(output, new JsonObject
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
        ["relativeRmsErrorUpper"] = JsonOutput.Number(outcome.Difference.RelativeRmsUpper),
        ["inputErrorMedian"] = JsonOutput.Number(outcome.Difference.ExampleMedian),
        ["inputErrorHigh"] = JsonOutput.Number(outcome.Difference.ExampleHigh),
        ["inputErrorWorst"] = JsonOutput.Number(outcome.Difference.ExampleWorst),
        ["sameLargestOutput"] = outcome.Difference.SameLargest is { } same ? JsonOutput.Number(same) : null,
        ["errorOf"] = outcome.Difference.Output.Length > 0 ? outcome.Difference.Output : null,
        ["worstError"] = JsonOutput.Number(outcome.Difference.Worst),
        ["parametersBefore"] = outcome.Parameters.Before,
        ["parameters"] = outcome.Parameters.Now,
        ["bytesBefore"] = outcome.Bytes.Before,
        ["bytes"] = outcome.Bytes.Now,
        ["latencySecondsBefore"] = outcome.Latency?.Before.TotalSeconds,
        ["latencySeconds"] = outcome.Latency?.Now.TotalSeconds,
    });

    private static string Word(ShrinkMethod method) => method switch
    {
        ShrinkMethod.Responses => "responses",
        ShrinkMethod.Places => "places",
        ShrinkMethod.Moments => "moments",
        _ => "exact",
    };
}
