namespace Polylog.Native;

/// <summary>What a <c>polylog_stream</c> has: rows that come in parts, and the loss of their targets.</summary>
/// <param name="Compressor">Takes the rows.</param>
/// <param name="Loss">The loss; null where there are no targets.</param>
internal sealed record RowStream(StreamingCompressor Compressor, ILoss? Loss)
{
    /// <summary>A stream without rows.</summary>
    public static RowStream New(string? options)
    {
        var given = new OptionText(options);
        return new RowStream(new StreamingCompressor(given.Options), given.Loss);
    }

    /// <summary>The stream of a file.</summary>
    public static RowStream Load(Stream input, string? options)
    {
        var given = new OptionText(options);
        return new RowStream(StreamingCompressor.Load(input, given.Options), given.Loss);
    }
}
