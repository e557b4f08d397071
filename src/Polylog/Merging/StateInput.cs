using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Polylog;

/// <summary>
/// Reads what <see cref="StateOutput"/> wrote. No length is believed: no more is allocated than twice the bytes that are there, and nothing
/// is read behind the end of a section.
/// </summary>
/// <param name="source">Where from.</param>
internal sealed class StateInput(Stream source) : IDisposable
{
    // Numbers for which room is made before it is known that they are there.
    private const int Chunk = 1 << 17;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _section = "start";
    private long _at;
    private long _end = long.MaxValue;

    /// <summary>Reads a section.</summary>
    /// <param name="tag">Its four letters.</param>
    /// <param name="read">Reads its bytes, all of them.</param>
    /// <exception cref="InvalidDataException">There is no such section, or it has another length.</exception>
    public T Section<T>(string tag, Func<StateInput, T> read)
    {
        _section = tag;
        _end = long.MaxValue;
        Span<byte> found = stackalloc byte[tag.Length];
        Bytes(found);
        if (!found.SequenceEqual(Encoding.ASCII.GetBytes(tag)))
            throw StateFault.Changed($"there is no section {tag} at byte {_at - tag.Length}");
        long length = Long();
        if (length < 0 || length > long.MaxValue - _at)
            throw StateFault.Changed($"the section {tag} has {length} bytes");
        if (source.CanSeek && length > source.Length - source.Position)
            throw StateFault.CutOff(_at + Math.Max(0, source.Length - source.Position));
        _end = _at + length;
        T result = read(this);
        if (_at != _end)
            throw StateFault.Changed($"the section {tag} has {_end - _at} bytes that nothing reads");
        _end = long.MaxValue;
        return result;
    }

    /// <summary>Compares the checksum of all bytes so far with the one that follows.</summary>
    /// <exception cref="InvalidDataException">It is another one.</exception>
    public void Checksum()
    {
        byte[] own = _hash.GetHashAndReset(), written = new byte[own.Length];
        Bytes(written);
        if (!own.AsSpan().SequenceEqual(written))
            throw StateFault.Changed("its bytes do not fit their checksum");
    }

    /// <summary>Reads bytes, fewer where the end comes first.</summary>
    /// <returns>How many.</returns>
    public int Start(Span<byte> bytes)
    {
        int read = source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _hash.AppendData(bytes[..read]);
        _at += read;
        return read;
    }

    /// <summary>Reads bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public void Bytes(Span<byte> bytes)
    {
        if (bytes.Length > _end - _at)
            throw TooShort();
        if (Start(bytes) < bytes.Length)
            throw StateFault.CutOff(_at);
    }

    /// <summary>Reads a whole number, 4 bytes.</summary>
    public int Int()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    /// <summary>Reads a whole number, 4 bytes, in a range.</summary>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="least">The smallest that it may be.</param>
    /// <param name="most">The largest.</param>
    public int Int(string what, int least, int most = int.MaxValue)
    {
        int value = Int();
        return value >= least && value <= most ? value : throw StateFault.Changed($"{what} is {value}, not in {least}..{most}");
    }

    /// <summary>Reads a whole number, 8 bytes.</summary>
    public long Long()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>Reads a number, 8 bytes.</summary>
    public double Double() => BitConverter.Int64BitsToDouble(Long());

    /// <summary>Reads a yes or no.</summary>
    public bool Flag()
    {
        Span<byte> value = stackalloc byte[1];
        Bytes(value);
        return value[0] <= 1 ? value[0] == 1 : throw StateFault.Changed($"byte {_at - 1} is {value[0]}, not 0 or 1");
    }

    /// <summary>Reads a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Numbers<byte>(Int("the length of a text", 0)));

    /// <summary>Reads numbers.</summary>
    /// <param name="count">How many.</param>
    public T[] Numbers<T>(long count)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        if (count < 0 || count > Array.MaxLength || count > (_end - _at) / size)
            throw TooShort();
        // The end of a section is believed where the stream tells its own.
        T[] values = new T[source.CanSeek ? count : Math.Min(count, Chunk)];
        for (int from = 0; from < count;)
        {
            if (from == values.Length)
                Array.Resize(ref values, (int)Math.Min(count, 2L * from));
            Span<T> next = values.AsSpan(from, Math.Min(Chunk, values.Length - from));
            Span<byte> bytes = MemoryMarshal.AsBytes(next);
            Bytes(bytes);
            if (!BitConverter.IsLittleEndian)
                Turned<T>(bytes).CopyTo(bytes);
            from += next.Length;
        }
        return values;
    }

    /// <summary>Numbers with the bytes of each in the other order.</summary>
    internal static byte[] Turned<T>(ReadOnlySpan<byte> bytes)
    {
        byte[] turned = bytes.ToArray();
        for (int from = 0; from < turned.Length; from += Unsafe.SizeOf<T>())
            turned.AsSpan(from, Unsafe.SizeOf<T>()).Reverse();
        return turned;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private InvalidDataException TooShort() => StateFault.Changed($"the section {_section} is too short for what it says it has");
}
