using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The result of an evaluation, and its input.</summary>
internal sealed record EvaluateOutcome(
    EvaluateRequest Request,
    string Target,
    IReadOnlyList<string> Columns,
    EvaluationResult Result,
    EvaluateFiles? Files)
{
    /// <summary>The number of rows that were left out because a value was missing.</summary>
    public required long Dropped { get; init; }

    public required TimeSpan Time { get; init; }
}
