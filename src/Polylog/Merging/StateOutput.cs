using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Polylog;

/// <summary>Writes little-endian numbers in sections, and at the end a checksum of all bytes.</summary>
/// <param name="target">Where to; null to count the bytes only.</param>
internal sealed class StateOutput(Stream? target) : IDisposable
{
    // Numbers that are written at once: spans of bytes have at most 2^31.
    private const int Chunk = 1 << 20;

    private readonly IncrementalHash? _hash = target is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Writes a section: its tag, the number of its bytes, and these.</summary>
    /// <param name="tag">Four letters.</param>
    /// <param name="write">Writes the bytes. It runs twice: the first time they are counted, so that nothing is held.</param>
    public void Section(string tag, Action<StateOutput> write)
    {
        using var count = new StateOutput(null);
        write(count);
        Bytes(Encoding.ASCII.GetBytes(tag));
        Long(count.Length);
        write(this);
    }

    /// <summary>Writes the checksum of all bytes so far.</summary>
    public void Checksum() => target!.Write(_hash!.GetHashAndReset());

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (target is null)
            return;
        target.Write(bytes);
        _hash!.AppendData(bytes);
    }

    /// <summary>Writes a whole number, 4 bytes.</summary>
    public void Int(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Bytes(bytes);
    }

    /// <summary>Writes a whole number, 8 bytes.</summary>
    public void Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    /// <summary>Writes a number, 8 bytes.</summary>
    public void Double(double value) => Long(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes a yes or no, a byte.</summary>
    public void Flag(bool value) => Bytes([(byte)(value ? 1 : 0)]);

    /// <summary>Writes a text: the number of its bytes, and UTF-8.</summary>
    public void Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Int(bytes.Length);
        Bytes(bytes);
    }

    /// <summary>Writes numbers, without how many there are.</summary>
    public void Numbers<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (int from = 0; from < values.Length; from += Chunk)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.Slice(from, Math.Min(Chunk, values.Length - from)));
            Bytes(BitConverter.IsLittleEndian ? bytes : StateInput.Turned<T>(bytes));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();
}
