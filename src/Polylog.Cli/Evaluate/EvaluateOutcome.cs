using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The result of an evaluation, and its input.</summary>
internal sealed record EvaluateOutcome(
    EvaluateRequest Request,
    string Target,
    IReadOnlyList<string> Columns,
    long Dropped,
    EvaluationResult Result,
    EvaluateFiles? Files,
    TimeSpan Time);
