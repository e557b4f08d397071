using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The facts of an inspection.</summary>
internal static class InspectReport
{
    public static Report Of(InspectOutcome outcome)
    {
        var report = new Report(outcome.Request.Coreset) { Kind = "Coreset, checked against its table", Program = ProgramName.Current };
        report.Value("ok", outcome.Holds);
        FillRows(report, outcome);
        FillErrors(report, outcome);
        report.Gap();
        FillVerdicts(report, outcome);
        return report;
    }

    private static void FillRows(Report report, InspectOutcome outcome)
    {
        InspectSettings settings = outcome.Settings;
        Findings found = outcome.Found;
        string part = found.Rows.Groups is null ? "class" : "group";
        report.Fact("rows", $"{Format.Whole(found.Coreset.Count)} in the coreset, {Format.Whole(found.Full.Count)} in the input",
            "rows", found.Full.Count);
        report.Value("kept", found.Coreset.Count);
        report.Value("found", outcome.Membership.Found);
        report.Fact("columns", $"{settings.Roles.Columns.Count} ({settings.ColumnsFrom}): {Format.Names(settings.Roles.Columns)}",
            "columns", settings.Roles.Columns);
        RoleLines.Write(report, found.Rows, found.Kept.Cells);
        report.Value("groups", Groups(found));
        report.Value("order", settings.Order);
        report.Fact("moments", $"{found.Functions.Multiple(found.Audit.Order)} up to order {found.Audit.Order}{found.Functions.Totals}"
            + (found.IsWhole ? "; the coreset has all rows of the table, so all other moments match too" : ""),
            "moments", found.Audit.Moments);
        report.Fact("worst moment", $"{found.WorstMoment}: relative error {Format.Small(found.Audit.WorstResidual)}",
            "worstMoment", found.WorstMoment);
        report.Value("momentResidual", found.Audit.WorstResidual);
        report.Value("tolerance", outcome.Request.Tolerance);
        if (found.Parts is { } parts)
        {
            report.Line($"worst {part}", double.IsInfinity(parts.WorstResidual)
                ? $"{parts.WorstPart}: no row of it is kept"
                : $"{parts.WorstPart}: {found.WorstMomentOfParts}: relative error {Format.Small(parts.WorstResidual)}");
        }
        report.Fact("total weight", $"{Format.Exact(found.Full.TotalWeight)} in the input, "
            + $"{Format.Exact(found.Coreset.TotalWeight)} in the coreset{(found.Rows.Signs is null ? "" : ", without signs")}",
            "totalWeight", found.Coreset.TotalWeight);
        report.Value("inputTotalWeight", found.Full.TotalWeight);
    }

    private static JsonObject? Groups(Findings found)
    {
        JsonObject? groups = RoleLines.GroupNumbers(found.Rows, found.Kept.Cells);
        if (groups is null || found.Parts is not { } parts)
            return groups;
        groups["momentResidual"] = JsonOutput.Number(parts.WorstResidual);
        groups["worst"] = parts.WorstPart;
        groups["worstMoment"] = found.WorstMomentOfParts;
        return groups;
    }

    private static void FillErrors(Report report, InspectOutcome outcome)
    {
        InspectSettings settings = outcome.Settings;
        Findings found = outcome.Found;
        CertificateCheck? certificate = outcome.Certificate;
        // Where moments are compared below the order of the coreset, the next order is matched too.
        bool matched = certificate?.Certificate.Order >= found.Evidence.Order;
        if (!found.IsWhole)
        {
            EvidenceLines.Write(report, found.Evidence, settings.Use, settings.Roles.Loss, matched);
            if (found.Advice(settings) is { } advice)
                report.Line("beware", advice);
        }
        if (certificate is { NotJudged: { } reason })
            report.Line("certificate", $"not checked: {reason}");
        else if (certificate is not null && !found.IsWhole)
            report.Line("not checked", certificate.NotVerified);
        InspectNumbers.Fill(report, outcome);
    }

    private static void FillVerdicts(Report report, InspectOutcome outcome)
    {
        Findings found = outcome.Found;
        CertificateCheck? certificate = outcome.Certificate;
        string part = found.Rows.Groups is null ? "class" : "group";
        report.Verdict("all moments match", found.MomentsMatch,
            $"largest relative error {Format.Small(found.Audit.WorstResidual)}, limit {Format.Limit(outcome.Request.Tolerance)}");
        if (found.Parts is { } all)
        {
            report.Verdict($"all moments match in every {part}", found.PartsMatch, double.IsInfinity(all.WorstResidual)
                ? $"no row of {all.WorstPart} is kept"
                : $"{Format.Whole(all.Parts)}, largest relative error {Format.Small(all.WorstResidual)}");
        }
        if (certificate is { Kernels: { Matched: > 0 } kernels, Method: { } method })
        {
            report.Verdict(method.KernelsMatch ? "kernel functions match" : "kernel functions match as nearly as stated",
                MethodClaims.KernelsHold(method, outcome.Request.Tolerance, kernels),
                $"{Format.Whole(kernels.Matched)}, largest relative error {Format.Small(kernels.Residual)}");
        }
        report.Verdict($"kept rows are rows of {outcome.Input}", outcome.RowsFound,
            $"{Format.Whole(outcome.Membership.Found)} of {Format.Whole(outcome.Membership.Rows)}");
        report.Verdict("total weights agree", found.WeightsAgree, $"relative difference {Format.Small(found.WeightDifference)}");
        if (certificate is { NotJudged: null })
        {
            report.Verdict(
                "the certificate holds", certificate.Difference is null, certificate.Difference?.ToString() ?? Agreement(certificate));
        }
    }

    private static string Agreement(CertificateCheck certificate) =>
        $"{certificate.Claims.Count} statements checked, numbers to a relative {Format.Limit(Claim.RelativeDifference)}"
        + (certificate.RandomRowsDiffer ? "; random rows not compared, because a query returns its rows in any order" : "");
}
