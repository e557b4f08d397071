using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What an inspection found.</summary>
internal sealed record InspectOutcome(
    InspectRequest Request,
    InspectSettings Settings,
    string Input,
    Measure Full,
    Measure Coreset,
    MomentAudit Audit,
    RowMembership Membership,
    Panel Panel)
{
    public bool MomentsMatch => Audit.WorstResidual <= Request.Tolerance;

    public bool RowsFound => Membership.Found == Membership.Rows;

    public double WeightDifference => Math.Abs(Full.TotalWeight - Coreset.TotalWeight) / Full.TotalWeight;

    public bool WeightsAgree => WeightDifference <= Request.Tolerance;

    public bool Holds => MomentsMatch && RowsFound && WeightsAgree;

    /// <summary>The moment that matches worst, such as <c>latitude^2 median_income</c>.</summary>
    public string WorstMoment
    {
        get
        {
            string[] factors =
            [
                .. Settings.Columns.Zip(Audit.WorstExponents)
                    .Where(pair => pair.Second > 0)
                    .Select(pair => pair.Second == 1 ? Name(pair.First) : $"{Name(pair.First)}^{pair.Second}"),
            ];
            return factors.Length == 0 ? "1, the total weight" : string.Join(' ', factors);
        }
    }

    private static string Name(string column) => column.Contains(' ', StringComparison.Ordinal) ? $"'{column}'" : column;
}
