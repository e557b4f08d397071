namespace Polylog.Cli;

/// <summary>A state as it was read: what it says of itself, and the streams that go on.</summary>
/// <param name="Record">What it says.</param>
/// <param name="Streams">One for each slot, in the same order.</param>
internal sealed record UpdateState(StateRecord Record, IReadOnlyList<StreamingCompressor> Streams)
{
    /// <summary>Reads a state; null where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Number of threads; null for one per processor.</param>
    /// <exception cref="CommandException">The file is no state, one of a newer version, or was cut off or changed.</exception>
    public static UpdateState? Read(string path, int? threads)
    {
        if (!File.Exists(path))
            return null;
        StateRecord record = StateRecord.Read(path);
        using Stream stream = Tables.ParquetAppendix.Open(path) ?? throw StateRecord.Damaged(path);
        CompressRequest request = record.Settings.Request(new TableInput([], null), path, threads);
        try
        {
            return new UpdateState(record,
                [.. record.Slots.Select(_ => StreamingCompressor.Load(stream, CompressJob.Options(request, request.Size, null)))]);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or EndOfStreamException)
        {
            throw exception.Message.Contains("newer", StringComparison.Ordinal)
                ? new CommandException($"'{path}': {exception.Message.TrimEnd('.')}") : StateRecord.Damaged(path);
        }
    }
}
