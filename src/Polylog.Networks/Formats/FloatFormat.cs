using System.Buffers.Binary;

namespace Polylog.Networks;

/// <summary>How a tensor's numbers are stored. They are read as doubles, exactly, and written rounded to nearest, ties to even.</summary>
internal enum FloatFormat
{
    /// <summary>IEEE binary64.</summary>
    Binary64,

    /// <summary>IEEE binary32.</summary>
    Binary32,

    /// <summary>IEEE binary16.</summary>
    Binary16,

    /// <summary>The upper half of a binary32.</summary>
    BFloat16,
}

/// <summary>Converts doubles from and to the formats, always little-endian.</summary>
internal static class FloatFormats
{
    public static int Bytes(this FloatFormat format) => format switch
    {
        FloatFormat.Binary64 => 8,
        FloatFormat.Binary32 => 4,
        _ => 2,
    };

    public static string Name(this FloatFormat format) => format switch
    {
        FloatFormat.Binary64 => "float64",
        FloatFormat.Binary32 => "float32",
        FloatFormat.Binary16 => "float16",
        _ => "bfloat16",
    };

    public static double[] Decode(this FloatFormat format, ReadOnlySpan<byte> bytes)
    {
        var values = new double[bytes.Length / format.Bytes()];
        Decode(format, bytes, values);
        return values;
    }

    public static void Decode(this FloatFormat format, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        int size = format.Bytes();
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> cell = bytes.Slice(i * size, size);
            values[i] = format switch
            {
                FloatFormat.Binary64 => BinaryPrimitives.ReadDoubleLittleEndian(cell),
                FloatFormat.Binary32 => BinaryPrimitives.ReadSingleLittleEndian(cell),
                FloatFormat.Binary16 => (double)BinaryPrimitives.ReadHalfLittleEndian(cell),
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(cell) << 16),
            };
        }
    }

    /// <summary>
    /// Writes numbers. Returns the index of the first finite number that would become infinite, or -1 if all are written.
    /// </summary>
    public static int Encode(this FloatFormat format, ReadOnlySpan<double> values, Span<byte> bytes)
    {
        int size = format.Bytes();
        for (int i = 0; i < values.Length; i++)
        {
            if (!Encode(format, values[i], bytes.Slice(i * size, size)) && double.IsFinite(values[i]))
                return i;
        }
        return -1;
    }

    /// <summary>Rounds numbers to the format.</summary>
    public static void Round(this FloatFormat format, Span<double> values)
    {
        Span<byte> cell = stackalloc byte[sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            Encode(format, values[i], cell);
            Decode(format, cell[..format.Bytes()], values.Slice(i, 1));
        }
    }

    /// <summary>The index of the first finite number that would become infinite, or -1 if there is none.</summary>
    public static int FirstUnfit(this FloatFormat format, ReadOnlySpan<double> values)
    {
        Span<byte> cell = stackalloc byte[sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            if (!Encode(format, values[i], cell) && double.IsFinite(values[i]))
                return i;
        }
        return -1;
    }

    // Whether the stored number is finite.
    private static bool Encode(FloatFormat format, double value, Span<byte> cell)
    {
        switch (format)
        {
            case FloatFormat.Binary64:
                BinaryPrimitives.WriteDoubleLittleEndian(cell, value);
                return double.IsFinite(value);
            case FloatFormat.Binary32:
                BinaryPrimitives.WriteSingleLittleEndian(cell, (float)value);
                return float.IsFinite((float)value);
            case FloatFormat.Binary16:
                BinaryPrimitives.WriteHalfLittleEndian(cell, (Half)value);
                return Half.IsFinite((Half)value);
            default:
                ushort upper = ToBFloat16(value);
                BinaryPrimitives.WriteUInt16LittleEndian(cell, upper);
                return (upper & 0x7F80) != 0x7F80;
        }
    }

    // Rounds to an odd float first, since rounding to nearest twice can miss the nearest number.
    internal static ushort ToBFloat16(double value)
    {
        if (double.IsNaN(value))
            return (ushort)((BitConverter.SingleToUInt32Bits((float)value) >> 16) | 0x40);
        float nearest = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        if (nearest != value)
        {
            if (Math.Abs((double)nearest) > Math.Abs(value))
                bits--;
            bits |= 1;
        }
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
