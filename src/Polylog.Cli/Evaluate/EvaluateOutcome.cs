using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>What an evaluation came to, and what it was about.</summary>
internal sealed record EvaluateOutcome(
    EvaluateRequest Request, string Target, IReadOnlyList<string> Columns, long Dropped, EvaluationResult Result, EvaluateFiles? Files, TimeSpan Time);
