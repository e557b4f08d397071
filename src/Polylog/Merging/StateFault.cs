using System.Globalization;

namespace Polylog;

/// <summary>Makes the exceptions for a state of a stream that cannot be read.</summary>
internal static class StateFault
{
    /// <summary>Something else than a state.</summary>
    /// <param name="start">IN, the first bytes.</param>
    public static InvalidDataException Other(ReadOnlySpan<byte> start) => new(
        $"This is no state of a stream: it begins with {(start.IsEmpty ? "nothing" : BitConverter.ToString(start.ToArray()))}, not with "
        + $"{BitConverter.ToString(StreamState.Magic.ToArray())}; give what StreamingCompressor.Save wrote.");

    /// <summary>A version to come.</summary>
    public static InvalidDataException Newer(int version) => new(string.Create(CultureInfo.InvariantCulture,
        $"The state has version {version}, this library reads versions up to {StreamState.Version}; use the version of the library that "
        + $"wrote it, or a newer one."));

    /// <summary>The end came too early.</summary>
    /// <param name="at">Where bytes are missing.</param>
    public static InvalidDataException CutOff(long at) => new(string.Create(CultureInfo.InvariantCulture,
        $"The state is cut off: bytes from {at} on are missing; take a whole copy of it."));

    /// <summary>Bytes that were never written so.</summary>
    /// <param name="what">What is wrong, as a clause.</param>
    /// <param name="cause">What found it.</param>
    public static InvalidDataException Changed(string what, Exception? cause = null) =>
        new($"The state was changed since it was saved: {what}; take another copy of it.", cause);
}
