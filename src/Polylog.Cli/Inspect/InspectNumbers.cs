using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>What an inspection measured, as facts for programs.</summary>
internal static class InspectNumbers
{
    public static void Fill(Report report, InspectOutcome outcome)
    {
        Findings found = outcome.Found;
        Evidence evidence = found.Evidence;
        report.Value("discrepancy",
            new JsonObject { ["order"] = evidence.Order, ["value"] = JsonOutput.Number(evidence.Discrepancy) });
        report.Value("testFunctions", new JsonObject
        {
            ["use"] = UseWords.Word(outcome.Settings.Use),
            ["count"] = evidence.Functions,
            ["coreset"] = Errors(evidence.Coreset),
            ["random"] = Errors(evidence.Random),
        });
        report.Value("furtherFunctions", new JsonObject(TestedKind.Further(evidence).Select(kind => KeyValuePair.Create(
            kind.Word, (JsonNode?)new JsonObject
            {
                ["count"] = kind.Functions,
                ["coreset"] = Errors(kind.Coreset),
                ["random"] = Errors(kind.Random),
            }))));
        report.Value("advice", found.Advice(outcome.Settings));
        report.Value("weights", new JsonObject
        {
            ["effectiveRows"] = JsonOutput.Number(evidence.EffectiveCount),
            ["smallest"] = JsonOutput.Number(evidence.SmallestWeight),
            ["largest"] = JsonOutput.Number(evidence.LargestWeight),
        });
        report.Value("kernelFunctions", outcome.Certificate?.Kernels is not { } kernels ? null : new JsonObject
        {
            ["matched"] = kernels.Matched,
            ["watched"] = kernels.Watched,
            ["residual"] = JsonOutput.Number(kernels.Residual),
        });
        report.Value("certificate", Json(outcome.Certificate));
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
