using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>A certificate as it is written into Parquet files and JSON output.</summary>
internal sealed record CertificateRecord(
    int Order, IReadOnlyList<ShareRecord> Shares, double MomentResidual, DiscrepancyRecord Discrepancy, PanelRecord Panel)
{
    public static CertificateRecord FromCertificate(Certificate certificate, LossWord? loss)
    {
        Evidence evidence = certificate.Evidence;
        return new CertificateRecord(
            certificate.Order,
            [.. certificate.Shares.Select(share => new ShareRecord(share.Order, share.Leaves, share.Points, share.ErrorBoundShare))],
            certificate.MomentResidual,
            new DiscrepancyRecord(evidence.Order, evidence.Discrepancy),
            new PanelRecord(
                UseWords.Word(certificate.Use),
                evidence.Functions,
                evidence.Coreset,
                RandomRecord.FromErrors(evidence.Random),
                loss is { } word and not LossWord.Any ? LossWords.Word(word) : null))
        {
            Kinds = [.. TestedKind.Further(evidence).Select(kind => new KindRecord(
                kind.Word, kind.Functions, kind.Coreset, RandomRecord.FromErrors(kind.Random)))],
            Weights = new WeightsRecord(evidence.EffectiveCount, evidence.SmallestWeight, evidence.LargestWeight),
        };
    }

    /// <summary>Errors of steps, of high frequencies and of tails; null in certificates of version 4 and earlier.</summary>
    public IReadOnlyList<KindRecord>? Kinds { get; init; }

    /// <summary>How uneven the weights are; null in certificates of version 4 and earlier.</summary>
    public WeightsRecord? Weights { get; init; }

    /// <summary>The record as JSON; numbers that are not finite become strings.</summary>
    public JsonNode? ToJson() => JsonSerializer.SerializeToNode(this, MetadataJson.Default.CertificateRecord);

    /// <summary>Whether the record is complete and its words are known. Its numbers may still be wrong.</summary>
    public bool IsUsable() =>
        Order >= 0 && Shares.Count > 0 && Shares.All(share => share is not null) && UseWords.Find(Panel.Use) is not null
            && (Kinds is null || Kinds.All(kind => kind is not null));
}

/// <summary>The leaves of one order: how many, the points they keep, and their part of the error's bound.</summary>
internal sealed record ShareRecord(int Order, int Leaves, int Points, double BoundFactor);

/// <summary>The relative error of the moments of the first unmatched order.</summary>
internal sealed record DiscrepancyRecord(int Order, double Value);

/// <summary>Errors of the sums of the test functions. With a loss: errors of the loss of models that are such functions.</summary>
internal sealed record PanelRecord(string Use, int Functions, PanelErrors Coreset, RandomRecord Random, string? Loss = null);

/// <summary>Errors of one kind of functions.</summary>
internal sealed record KindRecord(string Kind, int Functions, PanelErrors Coreset, RandomRecord Random);

/// <summary>The effective number of rows, and the smallest and the largest weight over their mean.</summary>
internal sealed record WeightsRecord(double EffectiveRows, double Smallest, double Largest);

/// <summary>Errors of random rows: medians over <paramref name="Subsets"/> draws.</summary>
internal sealed record RandomRecord(double Median, double Worst, int Subsets)
{
    /// <summary>The 90% quantile; 0 in certificates of version 4 and earlier.</summary>
    public double Upper { get; init; }

    public static RandomRecord FromErrors(PanelErrors errors) =>
        new(errors.Median, errors.Worst, Evidence.Subsets) { Upper = errors.Upper };
}
