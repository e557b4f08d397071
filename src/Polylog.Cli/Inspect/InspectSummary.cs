using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Tells what an inspection found.</summary>
internal static class InspectSummary
{
    public static void Write(InspectOutcome outcome, IAnsiConsole console)
    {
        InspectSettings settings = outcome.Settings;
        Findings found = outcome.Found;
        var summary = new Summary(console);
        summary.Line("rows", $"{Format.Whole(found.Coreset.Count)} for {Format.Whole(found.Full.Count)}");
        summary.Line("columns", $"{settings.Roles.Columns.Count}, {settings.ColumnsFrom}: {Format.Names(settings.Roles.Columns)}");
        RoleLines.Write(summary, found.Rows, found.Kept.Cells);
        summary.Line("moments", $"{found.Functions.Multiple(found.Audit.Order)} up to order {found.Audit.Order}{found.Functions.Totals}"
            + (found.IsWhole ? "; the coreset is the whole table, so all others match as well" : ""));
        summary.Line("worst moment", $"{found.WorstMoment}: {Format.Small(found.Audit.WorstResidual)} off (relative)");
        if (found.Parts is { } parts)
            summary.Line($"worst {(found.Rows.Groups is null ? "class" : "group")}", double.IsInfinity(parts.WorstResidual)
                ? $"{parts.WorstPart}: no row of it is kept" : $"{parts.WorstPart}: {found.WorstMomentOfParts}: {Format.Small(parts.WorstResidual)} off (relative)");
        summary.Line("total weight", $"{Format.Exact(found.Full.TotalWeight)} in the input, "
            + $"{Format.Exact(found.Coreset.TotalWeight)} in the coreset");
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
            $"to {Format.Small(found.Audit.WorstResidual)}, limit {Format.Limit(outcome.Request.Tolerance)}");
        if (found.Parts is { } all)
        {
            summary.Verdict($"they match in every {(found.Rows.Groups is null ? "class" : "group")}", found.PartsMatch,
                double.IsInfinity(all.WorstResidual) ? $"none of {all.WorstPart} is kept" : $"{Format.Whole(all.Parts)}, to {Format.Small(all.WorstResidual)}");
        }
        summary.Verdict($"kept rows are rows of {outcome.Input}", outcome.RowsFound,
            $"{Format.Whole(outcome.Membership.Found)} of {Format.Whole(outcome.Membership.Rows)}");
        summary.Verdict("total weights agree", found.WeightsAgree, $"to {Format.Small(found.WeightDifference)}");
        if (certificate is { NotJudged: null })
            summary.Verdict("the certificate holds", certificate.Difference is null, certificate.Difference?.ToString() ?? Agreement(certificate));
    }

    private static string Agreement(CertificateCheck certificate) =>
        $"{certificate.Claims.Count} claims found again, figures to {Format.Limit(Claim.RelativeDifference)}"
        + (certificate.RandomRowsDiffer ? "; a query's rows come in any order, so other random rows were drawn" : "");
}
