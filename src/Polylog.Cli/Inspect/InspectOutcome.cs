using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What an inspection found.</summary>
/// <param name="Request">What the user asked for.</param>
/// <param name="Settings">How the coreset was made.</param>
/// <param name="Input">The name of the table.</param>
/// <param name="Found">The comparison of the rows.</param>
/// <param name="Membership">How many kept rows are in the table.</param>
/// <param name="Certificate">The check of the certificate; null where the coreset has none.</param>
internal sealed record InspectOutcome(
    InspectRequest Request,
    InspectSettings Settings,
    string Input,
    Findings Found,
    RowMembership Membership,
    CertificateCheck? Certificate)
{
    /// <summary>How it was made, as its file says; null where the file does not say it.</summary>
    public CoresetMetadata? Metadata { get; init; }

    public bool RowsFound => Membership.Found == Membership.Rows;

    public bool Holds => Found.MomentsMatch && Found.PartsMatch && RowsFound && Found.WeightsAgree && Certificate?.Difference is null;
}
