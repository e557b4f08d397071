namespace Polylog.Cli;

/// <summary>What a user asks of a merge.</summary>
/// <param name="Parts">Files, or patterns.</param>
/// <param name="Output">The file to write.</param>
internal sealed record MergeRequest(IReadOnlyList<string> Parts, string Output)
{
    /// <summary>Rows to keep; null for as many as the largest part has.</summary>
    public int? Size { get; init; }

    /// <summary>Order of the moments to preserve; null for the lowest of a part.</summary>
    public int? Order { get; init; }

    /// <summary>Whether a page is to be made of the result.</summary>
    public bool HasReport { get; init; }

    public Effort Effort { get; init; } = Effort.Balanced;

    /// <summary>Number of threads; null for one per processor.</summary>
    public int? Threads { get; init; }
}
