using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What an inspection found.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Settings">How the coreset was made.</param>
/// <param name="Input">What the table is called.</param>
/// <param name="Found">What the rows tell.</param>
/// <param name="Membership">How many kept rows are rows of the table.</param>
/// <param name="Certificate">What becomes of the coreset's certificate; null where it has none.</param>
internal sealed record InspectOutcome(
    InspectRequest Request,
    InspectSettings Settings,
    string Input,
    Findings Found,
    RowMembership Membership,
    CertificateCheck? Certificate)
{
    public bool RowsFound => Membership.Found == Membership.Rows;

    public bool Holds => Found.MomentsMatch && Found.PartsMatch && RowsFound && Found.WeightsAgree && Certificate?.Difference is null;
}
