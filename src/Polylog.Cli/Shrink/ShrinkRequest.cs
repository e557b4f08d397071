using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>What the command line asks for.</summary>
internal sealed record ShrinkRequest(string Model, string Output, ShrinkOptions Options)
{
    /// <summary>The file of calibration inputs; null for random ones.</summary>
    public string? Calibration { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The relative error above which nothing is written.</summary>
    public double? MaxError { get; init; }
}

/// <summary>The result: the model before and after.</summary>
internal sealed record ShrinkOutcome(ShrinkRequest Request, IReadOnlyList<LayerChange> Changes, CalibrationData? Data)
{
    public required ModelDifference Difference { get; init; }

    public required int FitCount { get; init; }

    public required int HeldOutCount { get; init; }

    public required (long Before, long Now) Parameters { get; init; }

    public required (long Before, long Now) Bytes { get; init; }

    public required (TimeSpan Before, TimeSpan Now, int Batch)? Latency { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
