using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows the result of an inspection.</summary>
internal static class InspectSummary
{
    public static void Write(InspectOutcome outcome, IAnsiConsole console)
    {
        InspectSettings settings = outcome.Settings;
        Findings found = outcome.Found;
        string part = found.Rows.Groups is null ? "class" : "group";
        var summary = new Summary(console);
        summary.Line("rows", $"{Format.Whole(found.Coreset.Count)} in the coreset, {Format.Whole(found.Full.Count)} in the input");
        summary.Line("columns", $"{settings.Roles.Columns.Count} ({settings.ColumnsFrom}): {Format.Names(settings.Roles.Columns)}");
        RoleLines.Write(summary, found.Rows, found.Kept.Cells);
        summary.Line("moments", $"{found.Functions.Multiple(found.Audit.Order)} up to order {found.Audit.Order}{found.Functions.Totals}"
            + (found.IsWhole ? "; the coreset has all rows of the table, so all other moments match too" : ""));
        summary.Line("worst moment", $"{found.WorstMoment}: relative error {Format.Small(found.Audit.WorstResidual)}");
        if (found.Parts is { } parts)
        {
            summary.Line($"worst {part}", double.IsInfinity(parts.WorstResidual)
                ? $"{parts.WorstPart}: no row of it is kept"
                : $"{parts.WorstPart}: {found.WorstMomentOfParts}: relative error {Format.Small(parts.WorstResidual)}");
        }
        summary.Line("total weight", $"{Format.Exact(found.Full.TotalWeight)} in the input, "
            + $"{Format.Exact(found.Coreset.TotalWeight)} in the coreset{(found.Rows.Signs is null ? "" : ", without signs")}");
        CertificateCheck? certificate = outcome.Certificate;
        // Where moments are compared below the order of the coreset, the next order is matched too.
        bool matched = certificate?.Certificate.Order >= found.Evidence.Order;
        if (!found.IsWhole)
        {
            EvidenceLines.Write(summary, found.Evidence, settings.Use, settings.Roles.Loss, matched);
            if (found.Advice(settings) is { } advice)
                summary.Line("beware", advice);
        }
        if (certificate is { NotJudged: { } reason })
            summary.Line("certificate", $"not checked: {reason}");
        else if (certificate is not null && !found.IsWhole)
            summary.Line("not checked", certificate.NotVerified);
        summary.Gap();
        summary.Verdict("all moments match", found.MomentsMatch,
            $"largest relative error {Format.Small(found.Audit.WorstResidual)}, limit {Format.Limit(outcome.Request.Tolerance)}");
        if (found.Parts is { } all)
        {
            summary.Verdict($"all moments match in every {part}", found.PartsMatch, double.IsInfinity(all.WorstResidual)
                ? $"no row of {all.WorstPart} is kept"
                : $"{Format.Whole(all.Parts)}, largest relative error {Format.Small(all.WorstResidual)}");
        }
        if (certificate is { Kernels: { Matched: > 0 } kernels, Method: { } method })
        {
            summary.Verdict(method.KernelsMatch ? "kernel functions match" : "kernel functions match as nearly as stated",
                MethodClaims.KernelsHold(method, outcome.Request.Tolerance, kernels),
                $"{Format.Whole(kernels.Matched)}, largest relative error {Format.Small(kernels.Residual)}");
        }
        summary.Verdict($"kept rows are rows of {outcome.Input}", outcome.RowsFound,
            $"{Format.Whole(outcome.Membership.Found)} of {Format.Whole(outcome.Membership.Rows)}");
        summary.Verdict("total weights agree", found.WeightsAgree, $"relative difference {Format.Small(found.WeightDifference)}");
        if (certificate is { NotJudged: null })
        {
            summary.Verdict(
                "the certificate holds", certificate.Difference is null, certificate.Difference?.ToString() ?? Agreement(certificate));
        }
    }

    private static string Agreement(CertificateCheck certificate) =>
        $"{certificate.Claims.Count} statements checked, numbers to a relative {Format.Limit(Claim.RelativeDifference)}"
        + (certificate.RandomRowsDiffer ? "; random rows not compared, because a query returns its rows in any order" : "");
}
