using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The result of a compression as one JSON object.</summary>
internal static class CompressJson
{
    public static void Write(CompressOutcome outcome, NoteList notes, TextWriter output)
    {
        JsonObject json = Json(outcome);
        RoleJson.Add(json, outcome.Marked, outcome.KeptCells);
        JsonOutput.Write(output, json, notes);
    }

    private static JsonObject? Smooth(CompressOutcome outcome) => outcome.Smooth is not { } smooth ? null : new JsonObject
    {
        ["name"] = outcome.Request.SmoothName,
        ["share"] = smooth.Share[0],
        ["rows"] = smooth.Rows,
        ["varianceRemoved"] = smooth.VarianceRemoved[0],
        ["unexplained"] = smooth.Unexplained[0],
    };

    private static JsonObject Json(CompressOutcome outcome) => new()
    {
        ["rows"] = outcome.Rows,
        ["dropped"] = outcome.Dropped,
        ["kept"] = outcome.Coreset.Count,
        ["columns"] = JsonOutput.Names(outcome.Roles.Columns),
        ["constantColumns"] = JsonOutput.Names(outcome.Marked.Constant),
        ["notNumeric"] = JsonOutput.Names([.. outcome.NotNumeric.Select(column => column.Name)]),
        ["order"] = outcome.Coreset.Order,
        ["moments"] = outcome.Moments,
        ["functions"] = outcome.Functions.InLeaf(outcome.Coreset.Order),
        ["leaves"] = outcome.Coreset.Leaves,
        ["momentResidual"] = JsonOutput.Number(outcome.Coreset.MomentResidual),
        ["method"] = outcome.Method.ToJson(),
        ["tolerance"] = outcome.Request.Tolerance,
        ["certificate"] = CertificateRecord.FromCertificate(outcome.Certificate, outcome.Roles.Loss).ToJson(),
        ["advice"] = outcome.Advice,
        ["inputTotalWeight"] = outcome.InputWeight,
        ["totalWeight"] = outcome.KeptWeight,
        ["seconds"] = outcome.Time.TotalSeconds,
        ["weightName"] = outcome.Request.WeightName,
        ["smoothTarget"] = Smooth(outcome),
        ["output"] = outcome.Request.Output,
    };
}
