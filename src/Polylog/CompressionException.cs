namespace Polylog;

/// <summary>A strict compression did not reach what was asked for.</summary>
/// <param name="status">How it ended.</param>
/// <param name="message">The same in a sentence, with what to do.</param>
public sealed class CompressionException(CompressionStatus status, string message) : Exception(message)
{
    /// <summary>How the compression ended.</summary>
    public CompressionStatus Status { get; } = status;
}
