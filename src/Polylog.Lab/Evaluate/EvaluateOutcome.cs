using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The result of an evaluation, and its input.</summary>
internal sealed record EvaluateOutcome(EvaluateRequest Request, MarkedRows Marked, EvaluationResult Result, EvaluateFiles? Files)
{
    public Roles Roles => Marked.Roles;

    public string Target => Roles.Targets[0];

    /// <summary>The number of rows that were left out because a value was missing.</summary>
    public required long Dropped { get; init; }

    /// <summary>The number of rows that were left out because their weight is 0.</summary>
    public long Weightless => Marked.Measure.Count - Marked.Measure.WeightedCount;

    /// <summary>The mean test error of the best constants.</summary>
    public double ConstantError => Result.Splits.Average(split => split.ConstantError);

    /// <summary>The results for several numbers of rows, ascending; empty where there is one.</summary>
    public IReadOnlyList<(int Size, EvaluationResult Result)> Curve { get; init; } = [];

    public required TimeSpan Time { get; init; }
}
