namespace Polylog.Cli;

/// <summary>The statements of a certificate about steps, high frequencies, tails, weights and random rows.</summary>
internal static class FurtherClaims
{
    /// <summary>Statements about the coreset; none for certificates of version 4 and earlier.</summary>
    public static IEnumerable<Claim> OfCoreset(CertificateRecord certificate, Evidence evidence)
    {
        if (certificate is not { Kinds: { } kinds, Weights: { } weights })
            yield break;
        IReadOnlyList<TestedKind> found = TestedKind.Further(evidence);
        double upper = certificate.Panel.Coreset.Upper;
        yield return Claim.Error("90% quantile of the errors of the test functions", upper, evidence.Coreset.Upper);
        string claimedKinds = string.Join(' ', kinds.Select(kind => kind.Kind));
        yield return Claim.Twice("kinds of further functions", claimedKinds, string.Join(' ', found.Select(kind => kind.Word)));
        foreach ((KindRecord claimed, TestedKind kind) in kinds.Zip(found))
        {
            yield return Claim.Count($"{kind.Many}: functions", claimed.Functions, kind.Functions);
            yield return Claim.Error($"{kind.Many}: median error", claimed.Coreset.Median, kind.Coreset.Median);
            yield return Claim.Error($"{kind.Many}: 90% quantile of the errors", claimed.Coreset.Upper, kind.Coreset.Upper);
            yield return Claim.Error($"{kind.Many}: worst error", claimed.Coreset.Worst, kind.Coreset.Worst);
        }
        yield return Claim.Figure("effective rows", weights.EffectiveRows, evidence.EffectiveCount);
        yield return Claim.Figure("smallest weight over the mean", weights.Smallest, evidence.SmallestWeight);
        yield return Claim.Figure("largest weight over the mean", weights.Largest, evidence.LargestWeight);
    }

    /// <summary>Statements about random rows.</summary>
    public static IEnumerable<Claim> OfRandomRows(CertificateRecord certificate, CoresetMetadata metadata, Findings found)
    {
        bool current = metadata.Version >= 5;
        // Up to version 4 random rows of weighted tables were drawn evenly: these are not drawn again.
        if (!current && !found.Full.Weights.IsEmpty)
            yield break;
        const string Of = "random rows, drawn by row number";
        RandomRecord random = certificate.Panel.Random;
        yield return Claim.Error($"median error of {Of}", random.Median, found.Evidence.Random.Median);
        if (current)
            yield return Claim.Error($"90% quantile of the errors of {Of}", random.Upper, found.Evidence.Random.Upper);
        yield return Claim.Error($"worst error of {Of}", random.Worst, found.Evidence.Random.Worst);
        foreach ((KindRecord claimed, TestedKind kind) in (certificate.Kinds ?? []).Zip(TestedKind.Further(found.Evidence)))
        {
            yield return Claim.Error($"{kind.Many}: median error of {Of}", claimed.Random.Median, kind.Random.Median);
            yield return Claim.Error($"{kind.Many}: 90% quantile of the errors of {Of}", claimed.Random.Upper, kind.Random.Upper);
            yield return Claim.Error($"{kind.Many}: worst error of {Of}", claimed.Random.Worst, kind.Random.Worst);
        }
    }
}
