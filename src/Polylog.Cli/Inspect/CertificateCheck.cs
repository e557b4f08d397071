namespace Polylog.Cli;

/// <summary>What becomes of a coreset's certificate when only the two files are believed.</summary>
/// <param name="Certificate">What is claimed.</param>
/// <param name="NotJudged">Why it cannot be judged, as something else was asked for; null if it was judged.</param>
/// <param name="Claims">What was compared, in the order of importance.</param>
/// <param name="RandomRowsDiffer">Whether other random rows were drawn, which is nothing against a coreset of a query.</param>
internal sealed record CertificateCheck(CertificateRecord Certificate, string? NotJudged, IReadOnlyList<Claim> Claims, bool RandomRowsDiffer)
{
    /// <summary>The first thing that is not as claimed.</summary>
    public Claim? Difference => Claims.FirstOrDefault(claim => !claim.Holds);

    /// <summary>What only the leaves could tell, and the files do not have them.</summary>
    public string NotVerified
    {
        get
        {
            int highest = Certificate.Shares.Max(share => share.Order);
            string orders = highest > Certificate.Order ? $"orders {Certificate.Order} to {highest}" : $"order {Certificate.Order}";
            return $"{orders} in {Format.Count(Certificate.Shares.Sum(share => (long)share.Leaves), "leaf", "leaves")}, "
                + $"their residual {Format.Small(Certificate.MomentResidual)} and bound factors: taken from the certificate";
        }
    }

    /// <summary>Compares what a coreset's file claims with what was found; null where it claims nothing.</summary>
    public static CertificateCheck? Compare(CoresetMetadata? metadata, InspectRequest request, InspectSettings settings, Findings found)
    {
        if (metadata?.Certificate is not { } certificate)
            return null;
        if ((metadata.IsOutdated(found.Rows) ? "it is of an earlier version, whose test functions for constant columns and several targets were others; compress again" : OtherThanMade(metadata, certificate, settings)) is { } reason)
            return new CertificateCheck(certificate, reason, [], RandomRowsDiffer: false);
        Evidence evidence = found.Evidence;
        PanelRecord panel = certificate.Panel;
        // Of a whole table a few moments are compared, and instead all its rows.
        Claim order = found.AsMany ? Claim.Count("rows with the weights they had", found.Coreset.Count, found.SameRows)
            : new Claim("order", Format.Whole(metadata.Order), $"{Format.Whole(found.HighestOrder)} at most for so many rows", metadata.Order <= found.HighestOrder);
        Claim[] claims =
        [
            Claim.Count("kept rows", metadata.Kept, found.Coreset.Count),
            Claim.Count("rows of the table", metadata.Rows, found.Full.Count),
            Claim.Count("kept rows in the leaves", certificate.Shares.Sum(share => (long)share.Points), found.Coreset.Count),
            Claim.Twice("leaves", Format.Whole(certificate.Shares.Sum(share => (long)share.Leaves)), Format.Whole(metadata.Leaves)),
            Claim.Twice("order", Format.Whole(certificate.Order), Format.Whole(metadata.Order)),
            Claim.Twice("lowest order of the leaves", Format.Whole(certificate.Order), Format.Whole(certificate.Shares.Min(share => share.Order))),
            Claim.Figure("total weight", metadata.TotalWeight, found.Coreset.TotalWeight),
            order,
            new($"moments up to order {found.Audit.Order}", $"no more than {Format.Limit(request.Tolerance)} off",
                $"{found.WorstMoment} {Format.Small(found.Audit.WorstResidual)} off", found.MomentsMatch),
            .. PartsClaim(request, found),
            new("moment residual of the leaves", Format.Small(certificate.MomentResidual), $"0 to {Format.Limit(request.Tolerance)} allowed",
                certificate.MomentResidual >= 0 && certificate.MomentResidual <= request.Tolerance),
            Claim.Twice("moment residual", Format.Exact(certificate.MomentResidual), Format.Exact(metadata.MomentResidual)),
            Claim.Count("leaves with a bound factor that can be one", certificate.Shares.Count,
                certificate.Shares.Count(share =>
                    share.BoundFactor >= 0 && double.IsFinite(share.BoundFactor) && share.Leaves >= 1 && share.Leaves <= share.Points)),
            Claim.Count("first unmatched order", certificate.Discrepancy.Order, evidence.Order),
            Claim.Error($"moments of order {evidence.Order} off by", certificate.Discrepancy.Value, evidence.Discrepancy),
            new("loss of the random models", panel.Loss ?? "none", Loss(settings) ?? "none", panel.Loss == Loss(settings)),
            Claim.Count("test functions", panel.Functions, evidence.Functions),
            Claim.Error("median error of the test functions", panel.Coreset.Median, evidence.Coreset.Median),
            Claim.Error("worst error of the test functions", panel.Coreset.Worst, evidence.Coreset.Worst),
        ];
        Claim[] random =
        [
            Claim.Count("draws of random rows", panel.Random.Subsets, Evidence.Subsets),
            Claim.Error("median error of random rows, drawn by their place in the table", panel.Random.Median, evidence.Random.Median),
            Claim.Error("worst error of random rows, drawn by their place in the table", panel.Random.Worst, evidence.Random.Worst),
        ];
        bool differ = random.Any(claim => !claim.Holds);
        // A query's rows come in any order, so that its random rows need not be the same twice.
        return new CertificateCheck(certificate, null, differ && request.Against.Sql is not null ? claims : [.. claims, .. random], differ);
    }

    private static string? Loss(InspectSettings settings) => settings.Roles.Loss is { } loss and not LossWord.Any ? LossWords.Word(loss) : null;

    private static Claim[] PartsClaim(InspectRequest request, Findings found) => found.Parts is not { } parts ? []
        : [new($"moments of {parts.WorstPart} up to order {found.Audit.Order}", $"no more than {Format.Limit(request.Tolerance)} off",
            double.IsInfinity(parts.WorstResidual) ? "no row of it kept" : $"{found.WorstMomentOfParts} {Format.Small(parts.WorstResidual)} off", found.PartsMatch)];

    private static string? OtherThanMade(CoresetMetadata metadata, CertificateRecord certificate, InspectSettings settings)
    {
        if (settings.Order != metadata.Order)
            return $"it is about order {metadata.Order}, not {settings.Order}";
        if (!settings.Roles.Columns.SequenceEqual(metadata.Columns))
            return "it is about other columns";
        if (!settings.Roles.AreSame(metadata.Roles))
            return "it is about other targets, totals or groups";
        if (settings.WeightColumn != metadata.WeightColumn || settings.WeightName != metadata.WeightName)
            return "it is about other weights";
        return settings.Use == UseWords.Find(certificate.Panel.Use) ? null : $"it is about test functions for {certificate.Panel.Use} use";
    }
}
