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

    /// <summary>Rows of weight 0, which no plan counts.</summary>
    public long Weightless { get; init; }

    /// <summary>Columns that have one value, and moments nevertheless.</summary>
    public IReadOnlyList<string> Constant { get; init; } = [];

    public PlanAdvice Advice => new(this);
}
