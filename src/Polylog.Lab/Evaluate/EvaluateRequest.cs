using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>What a user asks of an evaluation.</summary>
/// <param name="Input">The table.</param>
/// <param name="Learning">The target, its loss, groups and categories.</param>
/// <param name="Settings">What to compare.</param>
internal sealed record EvaluateRequest(TableInput Input, LearningRequest Learning, EvaluationSettings Settings)
{
    public string? WeightColumn { get; init; }

    public ColumnRequest Columns { get; init; } = new([], []);

    /// <summary>Numbers of rows that are compared, ascending; empty for that of the settings alone.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [];

    public bool DropMissing { get; init; }

    /// <summary>The folder for the table of fits and the picture; null for no files.</summary>
    public string? Output { get; init; }
}
