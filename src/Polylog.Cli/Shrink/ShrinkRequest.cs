using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>What a user asks of <c>shrink</c>.</summary>
internal sealed record ShrinkRequest(string Model, string Output, ShrinkOptions Options)
{
    /// <summary>The file of inputs; null for random inputs.</summary>
    public string? Calibration { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Relative error above which no model is written; null for no limit.</summary>
    public double? MaxError { get; init; }
}
