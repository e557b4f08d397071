using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>What a user asks of an evaluation.</summary>
internal sealed record EvaluateRequest(TableInput Input, string Target, EvaluationSettings Settings)
{
    public ColumnRequest Columns { get; init; } = new([], []);

    public bool DropMissing { get; init; }

    /// <summary>The folder for the table of fits and the picture; null for no files.</summary>
    public string? Output { get; init; }
}
