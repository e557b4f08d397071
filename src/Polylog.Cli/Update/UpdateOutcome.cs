namespace Polylog.Cli;

/// <summary>The result of an update.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Record">What the state says of itself now.</param>
/// <param name="Input">The new files, or the state where there are none.</param>
internal sealed record UpdateOutcome(UpdateRequest Request, StateRecord Record, CompressInput Input)
{
    /// <summary>New files.</summary>
    public required int AddedFiles { get; init; }

    /// <summary>Their rows.</summary>
    public required long Added { get; init; }

    /// <summary>Those of them that were left out because a value was missing.</summary>
    public required long Dropped { get; init; }

    /// <summary>Rows that the state keeps.</summary>
    public required int Held { get; init; }

    /// <summary>Rows that left the window.</summary>
    public required long Left { get; init; }

    /// <summary>The weight of all rows.</summary>
    public required double Weight { get; init; }

    /// <summary>The coreset of all rows; null where none was asked for.</summary>
    public StreamedOutcome? Coreset { get; init; }

    public TimeSpan Time { get; init; }
}
