using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>A certificate as it is written down, in a Parquet file and for other programs.</summary>
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
                new RandomRecord(evidence.Random.Median, evidence.Random.Worst, Evidence.Subsets),
                loss is { } word and not LossWord.Any ? LossWords.Word(word) : null));
    }

    /// <summary>For other programs; what is not finite becomes a string.</summary>
    public JsonNode? ToJson() => JsonSerializer.SerializeToNode(this, MetadataJson.Default.CertificateRecord);

    /// <summary>Whether it can be understood, true or not.</summary>
    public bool IsUsable() => Order >= 0 && Shares.Count > 0 && Shares.All(share => share is not null) && UseWords.Find(Panel.Use) is not null;
}

/// <summary>The leaves of one order: how many, the points they keep, and their part of the error's bound.</summary>
internal sealed record ShareRecord(int Order, int Leaves, int Points, double BoundFactor);

/// <summary>How far moments of the first order that is not matched are off.</summary>
internal sealed record DiscrepancyRecord(int Order, double Value);

/// <summary>The errors of the test functions' sums; where there is a loss, of that of models that are such functions.</summary>
internal sealed record PanelRecord(string Use, int Functions, PanelErrors Coreset, RandomRecord Random, string? Loss = null);

/// <summary>Errors of random rows: medians over as many draws.</summary>
internal sealed record RandomRecord(double Median, double Worst, int Subsets);
