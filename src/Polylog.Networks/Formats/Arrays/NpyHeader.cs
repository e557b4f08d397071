using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Polylog.Networks;

/// <summary>The header of an array as NumPy writes it: its type, its shape, and where its numbers begin.</summary>
/// <param name="Type">The type of the numbers, as NumPy names it.</param>
/// <param name="Shape">The dimensions, at least one row.</param>
/// <param name="Start">Bytes before the numbers.</param>
internal sealed partial record NpyHeader(string Type, long[] Shape, long Start)
{
    private const int LongestHeader = 1 << 16;

    /// <summary>Numbers in a row.</summary>
    public long RowSize => TensorShape.Elements(Shape.AsSpan(1));

    /// <summary>Reads and checks the header.</summary>
    /// <param name="stream">The bytes of the array, from the first on.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="fewestDims">The fewest dimensions the array may have.</param>
    /// <param name="place">Where it is.</param>
    /// <exception cref="ModelFileException">It is damaged, or of another type or order.</exception>
    /// <exception cref="EndOfStreamException">The array ends inside of its header.</exception>
    public static NpyHeader Read(Stream stream, long length, int fewestDims, NpyPlace place)
    {
        Span<byte> magic = stackalloc byte[8];
        if (stream.ReadAtLeast(magic, 8, throwOnEndOfStream: false) < 8 || magic[0] != 0x93
            || !magic[1..].StartsWith("NUMPY"u8) || magic[6] is < 1 or > 3)
        {
            throw place.Fault($"it does not begin as a .npy file", $"save the inputs with numpy.save, or give a .parquet file");
        }
        Span<byte> size = stackalloc byte[magic[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        long count = magic[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (count > LongestHeader)
            throw place.Fault($"its header has {count} bytes, more than {LongestHeader}", $"it is damaged, {place.SaveAgain}");
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        string header = Encoding.Latin1.GetString(bytes), type = TypeName().Match(header).Groups[1].Value;
        if (!NpyNumbers.Reads(type))
        {
            throw place.Fault($"its numbers are of type {ModelErrors.Quote(type)}",
                $"save them as little-endian floats or integers, such as with x.astype('<f4') or x.astype('<i8')");
        }
        if (!Order().IsMatch(header))
            throw place.Fault($"it is in Fortran order, or does not say which", $"save numpy.ascontiguousarray(x)");
        long start = magic.Length + size.Length + count;
        return new NpyHeader(type, CheckedShape(header, NpyNumbers.Bytes(type), length - start, fewestDims, place), start);
    }

    private static long[] CheckedShape(string header, int bytes, long left, int fewestDims, NpyPlace place)
    {
        Match match = ShapeText().Match(header);
        string text = ModelErrors.OneLine(match.Groups[1].Value);
        string[] parts = match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape =
            [.. parts.Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long dim) ? dim : -1)];
        long elements = TensorShape.Elements(shape);
        if (elements < 0)
            throw place.Fault($"it says its shape is ({text}), more numbers than can be", $"it is damaged, {place.SaveAgain}");
        if (!match.Success || shape.Length < fewestDims || elements == 0)
        {
            string dims = fewestDims == 1 ? "one dimension" : "two dimensions";
            throw place.Fault($"it has shape ({text})", $"one input a row is needed, at least one row and {dims}");
        }
        if ((Int128)elements * bytes > left)
        {
            throw place.Fault($"it says its shape is {TensorShape.Text(shape)}, but only {left} bytes follow",
                $"it is cut off, {place.SaveAgain}");
        }
        return shape;
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex TypeName();

    [GeneratedRegex("'fortran_order'\\s*:\\s*False")]
    private static partial Regex Order();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapeText();
}
