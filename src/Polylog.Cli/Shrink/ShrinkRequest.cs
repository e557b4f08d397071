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
