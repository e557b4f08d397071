using System.Text.Json.Nodes;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>What an evaluation measured, as facts for programs.</summary>
internal static class EvaluateNumbers
{
    public static void Fill(Report report, EvaluateOutcome outcome)
    {
        EvaluationResult result = outcome.Result;
        Roles roles = outcome.Roles;
        report.Value("trainingRows", result.TrainingRows);
        report.Value("testRows", result.TestRows);
        report.Value("dropped", outcome.Dropped);
        report.Value("weightless", outcome.Weightless);
        report.Value("columns", roles.Columns);
        report.Value("categories", roles.Categories);
        report.Value("features", result.Features);
        report.Value("groupBy", roles.GroupBy);
        report.Value("groups", outcome.Marked.Groups?.Count);
        report.Value("weightColumn", outcome.Request.WeightColumn);
        report.Value("target", outcome.Target);
        report.Value("loss", outcome.Request.Settings.Loss.Name);
        report.Value("use", UseWords.Word(outcome.Request.Settings.Use));
        report.Value("classes", result.Classes);
        report.Value("constantError", outcome.ConstantError);
        report.Value("splits", new JsonArray([.. result.Splits.Select(Json)]));
        report.Value("models", new JsonArray([.. result.Models.Select(Json)]));
        report.Value("leftOut", new JsonArray(
            [.. result.LeftOut.Select(pair => new JsonObject { ["model"] = pair.Model, ["reason"] = pair.Reason })]));
        if (outcome.Curve.Count > 0)
        {
            report.Value("sizes", new JsonArray([.. outcome.Curve.Select(step => new JsonObject
            {
                ["size"] = step.Size,
                ["models"] = new JsonArray([.. step.Result.Models.Select(Json)]),
            })]));
        }
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
