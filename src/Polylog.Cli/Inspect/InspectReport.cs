using System.Text.Json.Nodes;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Tells what an inspection found.</summary>
internal static class InspectReport
{
    public static void Write(InspectOutcome outcome, IAnsiConsole console)
    {
        InspectSettings settings = outcome.Settings;
        Findings found = outcome.Found;
        var summary = new Summary(console);
        summary.Line("rows", $"{Figures.Whole(found.Coreset.Count)} for {Figures.Whole(found.Full.Count)}");
        summary.Line("columns", $"{settings.Roles.Columns.Count}, {settings.ColumnsFrom}: {Figures.Names(settings.Roles.Columns)}");
        RoleLines.Write(summary, found.Rows, found.Kept.Cells);
        summary.Line("moments", $"{found.Need.Multiple(found.Audit.Order)} up to order {found.Audit.Order}{found.Need.Totals}"
            + (found.IsWhole ? "; the coreset is the whole table, so all others match as well" : ""));
        summary.Line("worst moment", $"{found.WorstMoment}: {Figures.Small(found.Audit.WorstResidual)} off (relative)");
        if (found.Parts is { } parts)
            summary.Line($"worst {(found.Rows.Groups is null ? "class" : "group")}", double.IsInfinity(parts.WorstResidual)
                ? $"{parts.WorstPart}: no row of it is kept" : $"{parts.WorstPart}: {found.WorstMomentOfParts}: {Figures.Small(parts.WorstResidual)} off (relative)");
        summary.Line("total weight", $"{Figures.Exact(found.Full.TotalWeight)} in the input, "
            + $"{Figures.Exact(found.Coreset.TotalWeight)} in the coreset");
        CertificateCheck? certificate = outcome.Certificate;
        // Of an order below the one it was made with the next is matched too.
        bool matched = certificate?.Certificate.Order >= found.Evidence.Order;
        if (!found.IsWhole)
            EvidenceLines.Write(summary, found.Evidence, settings.Use, settings.Roles.Loss, matched);
        if (certificate is { NotJudged: { } reason })
            summary.Line("certificate", $"not judged: {reason}");
        else if (certificate is not null && !found.IsWhole)
            summary.Line("not verified", certificate.NotVerified);
        summary.Gap();
        summary.Verdict("all moments match", found.MomentsMatch,
            $"to {Figures.Small(found.Audit.WorstResidual)}, limit {Figures.Limit(outcome.Request.Tolerance)}");
        if (found.Parts is { } all)
        {
            summary.Verdict($"they match in every {(found.Rows.Groups is null ? "class" : "group")}", found.PartsMatch,
                double.IsInfinity(all.WorstResidual) ? $"none of {all.WorstPart} is kept" : $"{Figures.Whole(all.Parts)}, to {Figures.Small(all.WorstResidual)}");
        }
        summary.Verdict($"kept rows are rows of {outcome.Input}", outcome.RowsFound,
            $"{Figures.Whole(outcome.Membership.Found)} of {Figures.Whole(outcome.Membership.Rows)}");
        summary.Verdict("total weights agree", found.WeightsAgree, $"to {Figures.Small(found.WeightDifference)}");
        if (certificate is { NotJudged: null })
            summary.Verdict("the certificate holds", certificate.Difference is null, certificate.Difference?.ToString() ?? Agreement(certificate));
    }

    public static void WriteJson(InspectOutcome outcome, TextWriter output)
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
                ["use"] = UseWords.Of(outcome.Settings.Use),
                ["count"] = evidence.Functions,
                ["coreset"] = Errors(evidence.Coreset),
                ["random"] = Errors(evidence.Random),
            },
            ["certificate"] = Json(outcome.Certificate),
        };
        RoleLines.Add(json, found.Rows, found.Kept.Cells);
        if (found.Parts is { } parts)
        {
            json["groups"]!["momentResidual"] = JsonOutput.Number(parts.WorstResidual);
            json["groups"]!["worst"] = parts.WorstPart;
            json["groups"]!["worstMoment"] = found.WorstMomentOfParts;
        }
        JsonOutput.Write(output, json);
    }

    /// <summary>One sentence for a coreset that does not stand for its table.</summary>
    public static string Failure(InspectOutcome outcome)
    {
        Findings found = outcome.Found;
        string coreset = Path.GetFileName(outcome.Request.Coreset);
        // Whatever else is wrong follows from the first thing that is not as claimed, or stands in the lines above.
        if (outcome.Certificate?.Difference is { } difference)
        {
            return $"the certificate of {coreset} does not hold for {outcome.Input}: {difference}; "
                + "compare with the table it was made from, or compress again";
        }
        var reasons = new List<string>();
        if (!found.MomentsMatch)
        {
            reasons.Add($"the moment {found.WorstMoment} is {Figures.Small(found.Audit.WorstResidual)} off, "
                + $"more than {Figures.Limit(outcome.Request.Tolerance)}");
        }
        if (found.MomentsMatch && !found.PartsMatch)
        {
            reasons.Add($"the moment {found.WorstMomentOfParts} of {found.Parts!.WorstPart} is {Figures.Small(found.Parts.WorstResidual)} off, "
                + $"more than {Figures.Limit(outcome.Request.Tolerance)}");
        }
        if (!outcome.RowsFound)
        {
            string there = outcome.Settings.RowIdName is { } id ? $"are not the rows of {outcome.Input} that '{id}' names" : $"are not in {outcome.Input}";
            reasons.Add($"{Figures.Whole(outcome.Membership.Rows - outcome.Membership.Found)} of its "
                + $"{Figures.Count(outcome.Membership.Rows, "row")} {there}");
        }
        if (!found.WeightsAgree)
        {
            reasons.Add($"the weights add up to {Figures.Exact(found.Coreset.TotalWeight)} "
                + $"instead of {Figures.Exact(found.Full.TotalWeight)}");
        }
        return $"{coreset} does not stand for {outcome.Input}: {string.Join("; ", reasons)}";
    }

    private static string Agreement(CertificateCheck certificate) =>
        $"{certificate.Claims.Count} claims found again, figures to {Figures.Limit(Claim.RelativeDifference)}"
        + (certificate.RandomRowsDiffer ? "; a query's rows come in any order, so other random rows were drawn" : "");

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
    };

    private static JsonObject Errors(PanelErrors errors) => new()
    {
        ["median"] = JsonOutput.Number(errors.Median),
        ["worst"] = JsonOutput.Number(errors.Worst),
    };
}
