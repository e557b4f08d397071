using System.Buffers.Binary;

namespace Polylog.Networks;

/// <summary>The types of numbers of NumPy's arrays that are read, by the names the arrays have for them.</summary>
internal static class NpyNumbers
{
    /// <summary>Above this, whole numbers are not all exact in float32, which inputs are held as.</summary>
    public const int LargestWhole = 1 << 24;

    private const string Truth = "|b1";

    public static bool Reads(string type) =>
        type is Truth or "|i1" or "|u1" or "<i2" or "<u2" or "<i4" or "<u4" or "<i8" or "<u8" or "<f2" or "<f4" or "<f8";

    /// <summary>Bytes of one number.</summary>
    public static int Bytes(string type) => type[2] - '0';

    /// <summary>Reads the numbers of a row.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="cells">Their bytes.</param>
    /// <param name="values">OUT, the numbers.</param>
    /// <param name="row">The row, for messages.</param>
    /// <param name="place">The array, for messages.</param>
    /// <exception cref="ModelFileException">A number is not finite, or does not fit float32.</exception>
    public static void Read(string type, ReadOnlySpan<byte> cells, Span<float> values, long row, NpyPlace place)
    {
        int bytes = Bytes(type);
        for (int i = 0; i < values.Length; i++)
        {
            double value = Number(type, cells[(i * bytes)..]);
            if (Fault(type, value) is { } fault)
                throw place.Fault($"number {i} of row {row} is {value}", $"{fault}");
            values[i] = (float)value;
        }
    }

    // Integers of 64 bits that a double rounds are far beyond what is accepted.
    private static double Number(string type, ReadOnlySpan<byte> cell) => type switch
    {
        Truth => cell[0] == 0 ? 0 : 1,
        "|i1" => (sbyte)cell[0],
        "|u1" => cell[0],
        "<i2" => BinaryPrimitives.ReadInt16LittleEndian(cell),
        "<u2" => BinaryPrimitives.ReadUInt16LittleEndian(cell),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(cell),
        "<u4" => BinaryPrimitives.ReadUInt32LittleEndian(cell),
        "<i8" => BinaryPrimitives.ReadInt64LittleEndian(cell),
        "<u8" => BinaryPrimitives.ReadUInt64LittleEndian(cell),
        "<f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(cell),
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(cell),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(cell),
    };

    private static string? Fault(string type, double value)
    {
        if (!double.IsFinite(value))
            return "calibration data must be finite";
        if (!float.IsFinite((float)value))
            return "calibration data must fit float32, scale them as the model was trained on";
        // An integer is an index, such as that of a token: the next float32 would be another token.
        return type[1] is 'i' or 'u' && Math.Abs(value) > LargestWhole
            ? $"whole numbers must fit float32 exactly, up to {ModelErrors.Text($"{LargestWhole}")}" : null;
    }
}
