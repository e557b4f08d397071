using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>An evaluation, as asked for.</summary>
internal sealed record EvaluateRequest(TableInput Input, string Target, EvaluationSettings Settings)
{
    public ColumnRequest Columns { get; init; } = new([], []);

    public bool DropMissing { get; init; }

    /// <summary>Where rows and pictures go; null for nowhere.</summary>
    public string? Output { get; init; }
}
