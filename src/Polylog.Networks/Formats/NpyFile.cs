using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Polylog.Networks;

/// <summary>
/// An array as NumPy writes it (.npy): little-endian float32, float64, int32 or int64, in C order, one input a row. Only the header is
/// held.
/// </summary>
internal sealed partial class NpyFile
{
    private const int LongestHeader = 1 << 16;
    private const string SaveAgain = "save it again with numpy.save";

    private readonly string _path;
    private readonly string _type;
    private readonly long _start;

    private NpyFile(string path, string type, long[] shape, long start) => (_path, _type, Shape, _start) = (path, type, shape, start);

    /// <summary>Its dimensions: at least two, and at least one row.</summary>
    public long[] Shape { get; }

    /// <summary>Numbers in a row.</summary>
    public long RowSize => TensorShape.Elements(Shape.AsSpan(1));

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="ModelFileException">It cannot be read, is damaged, or is of another type or order.</exception>
    public static NpyFile Open(string path) => Guarded(path, file => Header(path, file));

    /// <summary>Reads some rows: rows x <see cref="RowSize"/>, row-major.</summary>
    /// <exception cref="ModelFileException">The file cannot be read or is cut off, or a number is not finite or beyond float32.</exception>
    public float[] ReadRows(long[] rows, CancellationToken cancellation) => Guarded(_path, file =>
    {
        int bytes = NumberBytes(_type);
        long size = RowSize;
        float[] values = new float[rows.Length * size];
        byte[] row = new byte[size * bytes];
        for (int i = 0; i < rows.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Position = _start + rows[i] * size * bytes;
            file.ReadExactly(row);
            for (int j = 0; j < size; j++)
            {
                double value = Number(_type, row.AsSpan(j * bytes));
                if (Fault(_type, value) is { } fault)
                    throw ModelErrors.At(_path, $"number {j} of row {rows[i]} is {value}; {fault}");
                values[i * size + j] = (float)value;
            }
        }
        return values;
    });

    private static T Guarded<T>(string path, Func<FileStream, T> read)
    {
        using FileStream file = FileCopy.OpenRead(path);
        try
        {
            return read(file);
        }
        catch (EndOfStreamException)
        {
            throw ModelErrors.At(path, $"it ends after {file.Length} bytes, in the middle of its data", $"it is cut off, {SaveAgain}");
        }
        catch (IOException exception)
        {
            throw ModelErrors.NotReadable(path, exception);
        }
    }

    private static int NumberBytes(string type) => type[2] - '0';

    private static double Number(string type, ReadOnlySpan<byte> cell) => type switch
    {
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(cell),
        "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(cell),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(cell),
        _ => BinaryPrimitives.ReadInt64LittleEndian(cell),
    };

    private static string? Fault(string type, double value)
    {
        if (!double.IsFinite(value))
            return "calibration data must be finite";
        if (!float.IsFinite((float)value))
            return "calibration data must fit float32, scale them as the model was trained on";
        // An integer is an index, such as that of a token: the next float32 would be another token.
        return type[1] == 'i' && (float)value != value ? "whole numbers must fit float32 exactly, up to 16777216" : null;
    }

    private static NpyFile Header(string path, FileStream file)
    {
        Span<byte> magic = stackalloc byte[8];
        if (file.ReadAtLeast(magic, 8, throwOnEndOfStream: false) < 8 || magic[0] != 0x93
            || !magic[1..].StartsWith("NUMPY"u8) || magic[6] is < 1 or > 3)
        {
            throw ModelErrors.At(path, $"it does not begin as a .npy file; save the inputs with numpy.save, or give a .parquet file");
        }
        Span<byte> length = stackalloc byte[magic[6] == 1 ? 2 : 4];
        file.ReadExactly(length);
        long count = magic[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > LongestHeader)
            throw ModelErrors.At(path, $"its header has {count} bytes, more than {LongestHeader}", $"it is damaged, {SaveAgain}");
        byte[] bytes = new byte[count];
        file.ReadExactly(bytes);
        string header = Encoding.Latin1.GetString(bytes);
        string type = TypeName().Match(header).Groups[1].Value;
        if (type is not ("<f4" or "<f8" or "<i4" or "<i8"))
        {
            throw ModelErrors.At(path, $"its numbers are of type {ModelErrors.Quote(type)}",
                $"save them as little-endian float32, float64, int32 or int64, such as with x.astype('<f4')");
        }
        if (!Order().IsMatch(header))
            throw ModelErrors.At(path, $"it is in Fortran order, or does not say which; save numpy.ascontiguousarray(x)");
        return new NpyFile(path, type, CheckedShape(path, header, NumberBytes(type), file.Length - file.Position), file.Position);
    }

    private static long[] CheckedShape(string path, string header, int bytes, long left)
    {
        Match match = ShapeText().Match(header);
        string[] parts = match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape =
            [.. parts.Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long dim) ? dim : -1)];
        long elements = TensorShape.Elements(shape);
        if (elements < 0)
        {
            throw ModelErrors.At(path, $"it says its shape is ({ModelErrors.OneLine(match.Groups[1].Value)}), more numbers than can be",
                $"it is damaged, {SaveAgain}");
        }
        if (!match.Success || shape.Length < 2 || elements == 0)
        {
            throw ModelErrors.At(path, $"it has shape ({ModelErrors.OneLine(match.Groups[1].Value)})",
                $"one input a row is needed, at least one row and two dimensions");
        }
        if ((Int128)elements * bytes > left)
        {
            throw ModelErrors.At(path, $"it says its shape is {TensorShape.Text(shape)}, but only {left} bytes follow",
                $"it is cut off, {SaveAgain}");
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
