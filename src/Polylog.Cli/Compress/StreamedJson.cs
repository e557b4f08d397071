using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The result of a compression part by part as one JSON object.</summary>
internal static class StreamedJson
{
    public static void Write(StreamedOutcome outcome, NoteList notes, TextWriter output) => JsonOutput.Write(
        output,
        new JsonObject
        {
            ["rows"] = outcome.Kept.SourceCount,
            ["dropped"] = outcome.Dropped,
            ["kept"] = outcome.Kept.Count,
            ["partRows"] = outcome.PartRows,
            ["columns"] = JsonOutput.Names(outcome.Input.Roles.Columns),
            ["notNumeric"] = JsonOutput.Names([.. outcome.Input.NotNumeric.Select(column => column.Name)]),
            ["order"] = outcome.Order,
            ["momentResidual"] = JsonOutput.Number(outcome.Kept.WorstMatchedPower),
            ["certificate"] = outcome.Metadata.Certificate!.ToJson(),
            ["advice"] = outcome.Advice,
            ["inputTotalWeight"] = outcome.Kept.SourceWeight,
            ["totalWeight"] = outcome.Kept.Points.TotalWeight,
            ["seconds"] = outcome.Time.TotalSeconds,
            ["weightName"] = outcome.Request.WeightName,
            ["output"] = outcome.Request.Output,
        },
        notes);
}
