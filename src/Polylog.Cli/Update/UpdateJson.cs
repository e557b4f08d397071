using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The result of an update as one JSON object.</summary>
internal static class UpdateJson
{
    public static void Write(UpdateOutcome outcome, NoteList notes, TextWriter output)
    {
        var json = new JsonObject
        {
            ["addedFiles"] = outcome.AddedFiles,
            ["addedRows"] = outcome.Added,
            ["dropped"] = outcome.Dropped,
            ["left"] = outcome.Left,
            ["files"] = outcome.Record.Files.Count,
            ["rows"] = outcome.Record.Rows,
            ["held"] = outcome.Held,
            ["totalWeight"] = outcome.Weight,
            ["columns"] = JsonOutput.Names(outcome.Input.Roles.Columns),
            ["seconds"] = outcome.Time.TotalSeconds,
            ["weightName"] = outcome.Record.Settings.NameOfWeights,
            ["state"] = outcome.Request.State,
            ["output"] = outcome.Request.Output,
        };
        if (outcome.Coreset is { } coreset)
        {
            json["kept"] = coreset.Kept.Count;
            json["order"] = coreset.Order;
            json["momentResidual"] = JsonOutput.Number(coreset.Kept.WorstMatchedPower);
            json["certificate"] = coreset.Metadata.Certificate!.ToJson();
            json["advice"] = coreset.Advice;
        }
        JsonOutput.Write(output, json, notes);
    }
}
