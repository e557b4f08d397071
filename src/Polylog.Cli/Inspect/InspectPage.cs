namespace Polylog.Cli;

/// <summary>What the page of an inspection shows.</summary>
internal static class InspectPage
{
    public static void Fill(Report report, InspectOutcome outcome, string command, CancellationToken cancellation)
    {
        Findings found = outcome.Found;
        InspectSettings settings = outcome.Settings;
        report.Add(new Section("Does the coreset keep what it promises?") { Points = [.. report.Items.OfType<Verdict>().Select(Checked)] });
        CoresetPage.Fill(report, new CoresetView(found.Full, found.Coreset, settings.Roles.Columns, found.Evidence)
        {
            Order = found.Audit.Order,
            Residual = Math.Max(found.Audit.WorstResidual, found.Parts?.WorstResidual ?? 0),
            Rows = found.Full.Count,
            Detail = found.Detail,
            IsWhole = found.IsWhole,
            Loss = CompressPage.LossOf(settings.Roles),
            Targets = settings.Roles.Targets,
            IsAfterwards = true,
            MaxWeight = outcome.Certificate?.Method?.MaxWeight,
            Groups = CompressPage.Groups(found.Rows, found.Kept.Cells),
            GroupNoun = CompressPage.Noun(found.Rows),
            Commands = [command],
            Points = PagePoints.Of(settings.Roles, found.Advice(settings)),
        }, cancellation);
    }

    private static Point Checked(Verdict verdict) => new(
        verdict.Statement, (verdict.Holds ? "yes" : "no") + (verdict.Detail.Length > 0 ? $" ({verdict.Detail})" : ""),
        verdict.Holds ? Mark.Good : Mark.Bad);
}
