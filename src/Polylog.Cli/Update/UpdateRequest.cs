namespace Polylog.Cli;

/// <summary>What a user asks of an update.</summary>
/// <param name="State">The file of the state.</param>
/// <param name="Files">New files, or patterns.</param>
/// <param name="Asked">The settings that were given.</param>
internal sealed record UpdateRequest(string State, IReadOnlyList<string> Files, UpdateSettings Asked)
{
    /// <summary>The file for a coreset of all rows; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>What the weights of earlier rows are multiplied by.</summary>
    public double Forget { get; init; } = 1;

    /// <summary>Number of threads; null for one per processor.</summary>
    public int? Threads { get; init; }
}
