using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>A plan, and the input it is for.</summary>
internal sealed record PlanOutcome(
    PlanRequest Request,
    CompressionPlan Plan,
    IReadOnlyList<string> Columns,
    IReadOnlyList<TableColumn> NotNumeric,
    long Dropped,
    TimeSpan Time)
{
    /// <summary>The memory that this machine has available, in bytes.</summary>
    public required double MachineMemory { get; init; }

    /// <summary>The number of distinct rows; null where more than half of the rows, or more than a million, are distinct.</summary>
    public int? Distinct { get; init; }

    /// <summary>The number of rows of weight 0, which are left out.</summary>
    public long Weightless { get; init; }

    /// <summary>Names of columns that have the same value in all rows.</summary>
    public IReadOnlyList<string> Constant { get; init; } = [];

    public PlanAdvice Advice => new(this);
}
