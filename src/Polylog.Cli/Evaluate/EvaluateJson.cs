using System.Text.Json.Nodes;
using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The result of an evaluation as one JSON object.</summary>
internal static class EvaluateJson
{
    public static void Write(EvaluateOutcome outcome, NoteList notes, TextWriter output)
    {
        EvaluationResult result = outcome.Result;
        JsonOutput.Write(output, new JsonObject
        {
            ["trainingRows"] = result.TrainingRows,
            ["testRows"] = result.TestRows,
            ["dropped"] = outcome.Dropped,
            ["columns"] = JsonOutput.Names(outcome.Columns),
            ["target"] = outcome.Target,
            ["loss"] = outcome.Request.Settings.Loss.Name,
            ["use"] = UseWords.Word(outcome.Request.Settings.Use),
            ["classes"] = result.Classes,
            ["seed"] = outcome.Request.Settings.Seed,
            ["kept"] = result.Coreset.Count,
            ["order"] = result.Coreset.Order,
            ["leaves"] = result.Coreset.Leaves,
            ["compressionSeconds"] = result.CoresetSeconds,
            ["models"] = new JsonArray([.. result.Models.Select(model => Json(model))]),
            ["leftOut"] = new JsonArray(
                [.. result.LeftOut.Select(pair => new JsonObject { ["model"] = pair.Model, ["reason"] = pair.Reason })]),
            ["seconds"] = outcome.Time.TotalSeconds,
        }, notes);
    }

    private static JsonObject Json(ModelSummary model) => new()
    {
        ["model"] = model.Model,
        ["all"] = Json(model.All),
        ["coreset"] = Json(model.Coreset),
        ["paper"] = model.Paper is { } paper ? Json(paper) : null,
        ["random"] = new JsonArray([.. model.Random.Select(Json)]),
        ["randomError"] = JsonOutput.Number(model.RandomError),
        ["gapClosed"] = model.GapClosed,
        ["paperGapClosed"] = model.PaperGapClosed,
    };

    private static JsonObject Json(FitOutcome fit) => new()
    {
        ["rows"] = fit.Count,
        ["error"] = JsonOutput.Number(fit.Error),
        ["accuracy"] = fit.Accuracy,
        ["seconds"] = fit.Seconds,
    };
}
