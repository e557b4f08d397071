namespace Polylog.Cli;

/// <summary>How far a compression part by part has come.</summary>
internal sealed class StreamedRows
{
    public required StreamingCompressor Stream { get; set; }

    /// <summary>Makes measures of what is read.</summary>
    public required PartStream Parts { get; init; }

    /// <summary>Rows of the input that were read.</summary>
    public long Rows { get; set; }

    /// <summary>Those of them that were left out because a value was missing.</summary>
    public long Dropped { get; set; }
}
