using System.Buffers.Binary;

namespace Polylog.Networks;

/// <summary>How whole numbers of quantised tensors are stored, always little-endian.</summary>
/// <param name="Bytes">Bytes of a number: 1, 2 or 4.</param>
/// <param name="IsSigned">Whether there are negative numbers.</param>
internal readonly record struct WholeFormat(int Bytes, bool IsSigned)
{
    /// <summary>The least number.</summary>
    public long Least => IsSigned ? -(1L << ((8 * Bytes) - 1)) : 0;

    /// <summary>The largest number.</summary>
    public long Most => (1L << ((8 * Bytes) - (IsSigned ? 1 : 0))) - 1;

    /// <summary>The format of an element type of ONNX; null for types that quantised tensors do not have, and those below a byte.</summary>
    public static WholeFormat? Of(long type) => type switch
    {
        OnnxTypes.Int8 => new(1, true),
        OnnxTypes.UInt8 => new(1, false),
        OnnxTypes.Int16 => new(2, true),
        OnnxTypes.UInt16 => new(2, false),
        OnnxTypes.Int32 => new(4, true),
        _ => null,
    };

    public long[] Decode(ReadOnlySpan<byte> bytes)
    {
        var numbers = new long[bytes.Length / Bytes];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> cell = bytes.Slice(i * Bytes, Bytes);
            long number = Bytes switch
            {
                1 => cell[0],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(cell),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(cell),
            };
            numbers[i] = number > Most ? number - (1L << (8 * Bytes)) : number;
        }
        return numbers;
    }

    public byte[] Encode(ReadOnlySpan<long> numbers)
    {
        var bytes = new byte[numbers.Length * Bytes];
        Span<byte> cell = stackalloc byte[sizeof(long)];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(cell, Math.Clamp(numbers[i], Least, Most));
            cell[..Bytes].CopyTo(bytes.AsSpan(i * Bytes));
        }
        return bytes;
    }
}
