using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>A plan, and what it is about.</summary>
internal sealed record PlanOutcome(
    PlanRequest Request,
    CompressionPlan Plan,
    IReadOnlyList<string> Columns,
    IReadOnlyList<TableColumn> NotNumeric,
    long Dropped,
    double MachineMemory,
    TimeSpan Time)
{
    /// <summary>Rows that differ, where they are few enough to have been counted: at most half of them.</summary>
    public int? Different { get; init; }

    public PlanAdvice Advice => new(this);
}
