namespace Polylog.Cli;

/// <summary>What the page of an inspection shows.</summary>
internal static class InspectPage
{
    public static void Fill(Report report, InspectOutcome outcome, string command, CancellationToken cancellation)
    {
        Findings found = outcome.Found;
        InspectSettings settings = outcome.Settings;
        report.Add(new Section("Does the coreset keep what it promises?")
        {
            Points = [.. report.Items.OfType<Verdict>().Select(Checked), .. NotChecked(outcome)],
        });
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
            IsRefuted = !outcome.RowsFound || !found.MomentsMatch,
            Settings = Made(outcome.Metadata),
            Shares =
            [
                .. (outcome.Metadata?.Certificate?.Shares ?? []).Select(share =>
                    new OrderShare(share.Order, share.Leaves, share.Points, share.BoundFactor)),
            ],
            MaxWeight = outcome.Certificate?.Method?.MaxWeight,
            Groups = CompressPage.Groups(found.Rows, found.Kept.Cells),
            GroupNoun = CompressPage.Noun(found.Rows),
            Commands = [command],
            Points =
            [
                .. PagePoints.Near(outcome.Metadata?.Method),
                .. PagePoints.Of(settings.Roles, found.Detail is null ? found.Advice(settings) : null),
            ],
        }, cancellation);
    }

    private static IEnumerable<Point> NotChecked(InspectOutcome outcome)
    {
        if (outcome.Certificate is { NotJudged: { } reason })
            yield return new Point("the certificate", $"not checked: {reason}", Mark.Fair);
        else if (outcome.Certificate is { } certificate && !outcome.Found.IsWhole)
            yield return new Point("not checked", certificate.NotVerified, Mark.Fair);
    }

    private static string[][] Made(CoresetMetadata? made) => made is null ? [] :
    [
        [made.Parts is null ? "rows of the table" : "rows of the merged files", Format.Long(made.Rows)],
        ["kept rows", Format.Whole(made.Kept)],
        ["order", Format.Whole(made.Order)],
        ["columns scaled by", made.Scale],
        .. made.Method is { } method ? new string[][] { ["functions", method.Functions] } : [],
        .. made.PartRows is { } rows ? new string[][] { ["made part by part, rows of a part", Format.Whole(rows)] } : [],
        .. made.Parts is { } parts ? new string[][] { ["merged from files", Format.Whole(parts.Count)] } : [],
    ];

    private static Point Checked(Verdict verdict) => new(
        verdict.Statement, (verdict.Holds ? "yes" : "no") + (verdict.Detail.Length > 0 ? $" ({verdict.Detail})" : ""),
        verdict.Holds ? Mark.Good : Mark.Bad);
}
