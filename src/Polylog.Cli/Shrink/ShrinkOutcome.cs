using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>A model before and after shrinking.</summary>
internal sealed record ShrinkOutcome(ShrinkRequest Request, IReadOnlyList<LayerChange> Changes, CalibrationData? Data)
{
    public required ModelDifference Difference { get; init; }

    /// <summary>Some of the outputs before and after.</summary>
    public required OutputSample Sample { get; init; }

    public required int FitCount { get; init; }

    public required int HeldOutCount { get; init; }

    public required (long Before, long Now) Parameters { get; init; }

    public required (long Before, long Now) Bytes { get; init; }

    public required (TimeSpan Before, TimeSpan Now, int Batch)? Latency { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
