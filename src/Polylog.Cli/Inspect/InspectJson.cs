using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The result of an inspection as one JSON object.</summary>
internal static class InspectJson
{
    public static void Write(InspectOutcome outcome, NoteList notes, TextWriter output)
    {
        Findings found = outcome.Found;
        Evidence evidence = found.Evidence;
        var json = new JsonObject
        {
            ["ok"] = outcome.Holds,
            ["rows"] = found.Full.Count,
            ["kept"] = found.Coreset.Count,
            ["found"] = outcome.Membership.Found,
            ["columns"] = JsonOutput.Names(outcome.Settings.Roles.Columns),
            ["order"] = outcome.Settings.Order,
            ["moments"] = found.Audit.Moments,
            ["momentResidual"] = JsonOutput.Number(found.Audit.WorstResidual),
            ["worstMoment"] = found.WorstMoment,
            ["tolerance"] = outcome.Request.Tolerance,
            ["inputTotalWeight"] = found.Full.TotalWeight,
            ["totalWeight"] = found.Coreset.TotalWeight,
            ["discrepancy"] = new JsonObject { ["order"] = evidence.Order, ["value"] = JsonOutput.Number(evidence.Discrepancy) },
            ["testFunctions"] = new JsonObject
            {
                ["use"] = UseWords.Word(outcome.Settings.Use),
                ["count"] = evidence.Functions,
                ["coreset"] = Errors(evidence.Coreset),
                ["random"] = Errors(evidence.Random),
            },
            ["furtherFunctions"] = new JsonObject(TestedKind.Further(evidence).Select(kind => KeyValuePair.Create(
                kind.Word, (JsonNode?)new JsonObject
                {
                    ["count"] = kind.Functions,
                    ["coreset"] = Errors(kind.Coreset),
                    ["random"] = Errors(kind.Random),
                }))),
            ["advice"] = found.Advice(outcome.Settings),
            ["weights"] = new JsonObject
            {
                ["effectiveRows"] = JsonOutput.Number(evidence.EffectiveCount),
                ["smallest"] = JsonOutput.Number(evidence.SmallestWeight),
                ["largest"] = JsonOutput.Number(evidence.LargestWeight),
            },
            ["kernelFunctions"] = outcome.Certificate?.Kernels is not { } kernels ? null : new JsonObject
            {
                ["matched"] = kernels.Matched,
                ["watched"] = kernels.Watched,
                ["residual"] = JsonOutput.Number(kernels.Residual),
            },
            ["certificate"] = Json(outcome.Certificate),
        };
        RoleJson.Add(json, found.Rows, found.Kept.Cells);
        if (found.Parts is { } parts)
        {
            json["groups"]!["momentResidual"] = JsonOutput.Number(parts.WorstResidual);
            json["groups"]!["worst"] = parts.WorstPart;
            json["groups"]!["worstMoment"] = found.WorstMomentOfParts;
        }
        JsonOutput.Write(output, json, notes);
    }

    private static JsonObject? Json(CertificateCheck? certificate) => certificate is null ? null : new JsonObject
    {
        ["holds"] = certificate.NotJudged is null ? certificate.Difference is null : null,
        ["notJudged"] = certificate.NotJudged,
        ["difference"] = certificate.Difference is not { } difference ? null : new JsonObject
        {
            ["what"] = difference.What,
            ["claimed"] = difference.Claimed,
            ["found"] = difference.Found,
        },
        ["notVerified"] = certificate.NotJudged is null ? certificate.NotVerified : null,
        ["claimed"] = certificate.Certificate.ToJson(),
        ["method"] = certificate.Method?.ToJson(),
    };

    private static JsonObject Errors(PanelErrors errors) => new()
    {
        ["median"] = JsonOutput.Number(errors.Median),
        ["upper"] = JsonOutput.Number(errors.Upper),
        ["worst"] = JsonOutput.Number(errors.Worst),
    };
}
