using System.Text.Json.Nodes;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The result of an evaluation as one JSON object.</summary>
internal static class EvaluateJson
{
    public static void Write(EvaluateOutcome outcome, NoteList notes, TextWriter output)
    {
        EvaluationResult result = outcome.Result;
        Roles roles = outcome.Roles;
        JsonOutput.Write(output, new JsonObject
        {
            ["trainingRows"] = result.TrainingRows,
            ["testRows"] = result.TestRows,
            ["dropped"] = outcome.Dropped,
            ["weightless"] = outcome.Weightless,
            ["columns"] = JsonOutput.Names(roles.Columns),
            ["categories"] = JsonOutput.Names(roles.Categories),
            ["features"] = result.Features,
            ["groupBy"] = JsonOutput.Names(roles.GroupBy),
            ["groups"] = outcome.Marked.Groups?.Count,
            ["weightColumn"] = outcome.Request.WeightColumn,
            ["target"] = outcome.Target,
            ["loss"] = outcome.Request.Settings.Loss.Name,
            ["use"] = UseWords.Word(outcome.Request.Settings.Use),
            ["classes"] = result.Classes,
            ["constantError"] = outcome.ConstantError,
            ["splits"] = new JsonArray([.. result.Splits.Select(Json)]),
            ["models"] = new JsonArray([.. result.Models.Select(Json)]),
            ["leftOut"] = new JsonArray(
                [.. result.LeftOut.Select(pair => new JsonObject { ["model"] = pair.Model, ["reason"] = pair.Reason })]),
            ["seconds"] = outcome.Time.TotalSeconds,
        }, notes);
    }

    private static JsonObject Json(SplitResult split) => new()
    {
        ["seed"] = split.Seed,
        ["kept"] = split.Coreset.Count,
        ["order"] = split.Coreset.Order,
        ["leaves"] = split.Coreset.Leaves,
        ["compressionSeconds"] = split.CoresetSeconds,
        ["constantError"] = split.ConstantError,
    };

    private static JsonObject Json(ModelSummary model) => new()
    {
        ["model"] = model.Model,
        ["all"] = Json(model.All),
        ["coreset"] = Json(model.Coreset),
        ["smooth"] = model.Smooth is { } smooth ? Json(smooth) : null,
        ["paper"] = model.Paper is { } paper ? Json(paper) : null,
        ["random"] = Json(model.Random),
        ["gapClosed"] = Json(model.GapClosed),
        ["paperGapClosed"] = Json(model.PaperGapClosed),
        ["betterThanPaper"] = Json(model.Gain),
        ["smoothGapClosed"] = Json(model.SmoothGapClosed),
        ["smoothBetter"] = Json(model.SmoothGain),
    };

    private static JsonObject Json(ChoiceSummary choice) => new()
    {
        ["error"] = choice.Error,
        ["accuracy"] = choice.Accuracy,
        ["seconds"] = choice.Seconds,
        ["failed"] = choice.Failed,
        ["fits"] = new JsonArray([.. choice.Fits.Select(Json)]),
    };

    private static JsonObject Json(FitOutcome fit) => new()
    {
        ["seed"] = fit.Seed,
        ["draw"] = fit.Draw,
        ["rows"] = fit.Count,
        ["error"] = JsonOutput.Number(fit.Error),
        ["accuracy"] = fit.Accuracy,
        ["seconds"] = fit.Seconds,
        ["failed"] = fit.IsFailed,
    };

    // Without a standard error nobody can say whether a number is noise.
    private static JsonObject? Json(SplitEstimate? estimate) => estimate is null ? null : new JsonObject
    {
        ["value"] = JsonOutput.Number(estimate.Value),
        ["standardError"] = estimate.StandardError,
        ["withinStandardError"] = estimate.StandardError is null ? null : estimate.IsNoise,
    };
}
