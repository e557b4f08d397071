namespace Polylog.Cli;

/// <summary>Checks the certificate of a coreset against the rows of the two files.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="NotJudged">Why it was not checked, such as other options than those of the compression; null if it was checked.</param>
/// <param name="Claims">The statements that were checked, the most important first.</param>
/// <param name="RandomRowsDiffer">Whether other random rows were drawn, which is no fault of a coreset of a query.</param>
internal sealed record CertificateCheck(
    CertificateRecord Certificate, string? NotJudged, IReadOnlyList<Claim> Claims, bool RandomRowsDiffer)
{
    /// <summary>What the certificate says about further functions and weights; null in files of version 5 and earlier.</summary>
    public MethodRecord? Method { get; private init; }

    /// <summary>The kernel functions that were found again; null where the coreset has none, or where it was not checked.</summary>
    public KernelFinding? Kernels { get; private init; }

    /// <summary>The first statement that does not hold; null where all hold.</summary>
    public Claim? Difference => Claims.FirstOrDefault(claim => !claim.Holds);

    /// <summary>Statements about leaves, which the files do not contain.</summary>
    public string NotVerified
    {
        get
        {
            string near = Method is { IsNear: true } method
                ? $"; and that moments up to order {method.NearOrder} are off by at most {Format.Small(method.Nearness)}" : "";
            int highest = Certificate.Shares.Max(share => share.Order);
            string orders = highest > Certificate.Order ? $"orders {Certificate.Order} to {highest}" : $"order {Certificate.Order}";
            return $"{orders} in {Format.Count(Certificate.Shares.Sum(share => (long)share.Leaves), "leaf", "leaves")}, "
                + $"their moment residual {Format.Small(Certificate.MomentResidual)} and bound factors "
                + $"(only the certificate has them){near}";
        }
    }

    /// <summary>Checks each statement; null where the file has no certificate.</summary>
    public static CertificateCheck? Compare(
        CoresetMetadata? metadata, InspectRequest request, InspectSettings settings, Findings found,
        CancellationToken cancellation)
    {
        if (metadata?.Certificate is not { } certificate)
            return null;
        string? reason = settings.Origin is { } origin ? origin.Sentence + "; compare with them to check it"
            : metadata.PartRows is not null
            ? "its rows came in parts, and the test functions are in units of some of them"
            : metadata.IsOutdated(found.Rows)
            ? "an earlier version made it, with other test functions for constant columns and several targets; compress again"
            : OtherThanMade(metadata, certificate, settings);
        if (reason is not null)
            return new CertificateCheck(certificate, reason, [], RandomRowsDiffer: false);
        Evidence evidence = found.Evidence;
        PanelRecord panel = certificate.Panel;
        // Where all rows are kept, the rows are compared; their moments could be too many.
        Claim order = found.AsMany
            ? Claim.Count("rows with unchanged weights", found.Coreset.Count, found.SameRows)
            : Claim.Allowed(
                "order", Format.Whole(metadata.Order), $"at most {Format.Whole(found.HighestOrder)} for this number of rows",
                metadata.Order <= found.HighestOrder);
        Claim[] claims =
        [
            Claim.Count("kept rows", metadata.Kept, found.Coreset.Count),
            Claim.Count("rows of the table", metadata.Rows, found.Full.Count),
            Claim.Count("kept rows in all leaves", certificate.Shares.Sum(share => (long)share.Points), found.Coreset.Count),
            Claim.Twice("leaves", Format.Whole(certificate.Shares.Sum(share => (long)share.Leaves)), Format.Whole(metadata.Leaves)),
            Claim.Twice("order", Format.Whole(certificate.Order), Format.Whole(metadata.Order)),
            Claim.Twice("lowest order of the leaves", Format.Whole(certificate.Order),
                Format.Whole(certificate.Shares.Min(share => share.Order))),
            Claim.Figure("total weight", metadata.TotalWeight, found.Coreset.TotalWeight),
            order,
            new($"moments up to order {found.Audit.Order}", $"relative errors up to {Format.Limit(request.Tolerance)}",
                $"{Format.Small(found.Audit.WorstResidual)} for {found.WorstMoment}", found.MomentsMatch),
            .. PartsClaim(request, found),
            Claim.Allowed("moment residual of the leaves", Format.Small(certificate.MomentResidual),
                $"0 to {Format.Limit(request.Tolerance)}",
                certificate.MomentResidual >= 0 && certificate.MomentResidual <= request.Tolerance),
            Claim.Twice("moment residual", Format.Exact(certificate.MomentResidual), Format.Exact(metadata.MomentResidual)),
            Claim.Count("orders with a possible bound factor", certificate.Shares.Count, certificate.Shares.Count(IsPossible)),
            Claim.Count("first unmatched order", certificate.Discrepancy.Order, evidence.Order),
            Claim.Error($"relative error of the moments of order {evidence.Order}", certificate.Discrepancy.Value, evidence.Discrepancy),
            new("loss of the random models", panel.Loss ?? "none", Loss(settings) ?? "none", panel.Loss == Loss(settings)),
            Claim.Count("test functions", panel.Functions, evidence.Functions),
            Claim.Error("median error of the test functions", panel.Coreset.Median, evidence.Coreset.Median),
            Claim.Error("worst error of the test functions", panel.Coreset.Worst, evidence.Coreset.Worst),
            .. FurtherClaims.OfCoreset(certificate, evidence),
        ];
        KernelFinding? kernels = MethodClaims.FindKernels(metadata.Method, found, cancellation);
        claims = [.. claims, .. MethodClaims.Of(metadata.Method, request.Tolerance, found, kernels)];
        Claim[] random =
        [
            Claim.Count("draws of random rows", panel.Random.Subsets, Evidence.Subsets),
            .. FurtherClaims.OfRandomRows(certificate, metadata, found),
        ];
        bool differ = random.Any(claim => !claim.Holds);
        // A query can return its rows in any order, so that other random rows are drawn.
        return new CertificateCheck(certificate, null, differ && request.Against.Sql is not null ? claims : [.. claims, .. random], differ)
        {
            Method = metadata.Method,
            Kernels = kernels,
        };
    }

    private static bool IsPossible(ShareRecord share) =>
        share.BoundFactor >= 0 && double.IsFinite(share.BoundFactor) && share.Leaves >= 1 && share.Leaves <= share.Points;

    private static string? Loss(InspectSettings settings) =>
        settings.Roles.Loss is { } loss and not LossWord.Any ? LossWords.Word(loss) : null;

    private static Claim[] PartsClaim(InspectRequest request, Findings found) => found.Parts is not { } parts ? []
        : [new($"moments of {parts.WorstPart} up to order {found.Audit.Order}", $"relative errors up to {Format.Limit(request.Tolerance)}",
            double.IsInfinity(parts.WorstResidual)
                ? "no row of it"
                : $"{Format.Small(parts.WorstResidual)} for {found.WorstMomentOfParts}", found.PartsMatch)];

    private static string? OtherThanMade(CoresetMetadata metadata, CertificateRecord certificate, InspectSettings settings)
    {
        if (settings.Order != metadata.Order)
            return $"it is for order {metadata.Order}, not {settings.Order}";
        if (!settings.Roles.Columns.SequenceEqual(metadata.Columns))
            return "it is for other columns";
        if (!settings.Roles.AreSame(metadata.Roles))
            return "it is for other targets, totals or groups";
        if (settings.WeightColumn != metadata.WeightColumn || settings.WeightName != metadata.WeightName)
            return "it is for other weights";
        return settings.Use == UseWords.Find(certificate.Panel.Use)
            ? null
            : $"it is for the test functions of --for {certificate.Panel.Use}";
    }
}
