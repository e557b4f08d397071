namespace Polylog;

/// <summary>Thrown by a strict compression that does not keep its promise: too many atoms, or moments that do not match.</summary>
/// <param name="status">How the compression ended.</param>
/// <param name="message">The status in a sentence, with what to do.</param>
public sealed class CompressionException(CompressionStatus status, string message) : Exception(message)
{
    /// <summary>How the compression ended.</summary>
    public CompressionStatus Status { get; } = status;
}
