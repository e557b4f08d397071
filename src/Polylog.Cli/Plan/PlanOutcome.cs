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
    public PlanAdvice Advice => new(this);
}
