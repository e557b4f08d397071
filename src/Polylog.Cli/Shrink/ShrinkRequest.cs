using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>A shrinking, as asked for.</summary>
internal sealed record ShrinkRequest(string Model, string Output, ShrinkOptions Options)
{
    /// <summary>Inputs from a file; null for random ones.</summary>
    public string? Calibration { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Relative error above which nothing is written.</summary>
    public double? MaxError { get; init; }
}
