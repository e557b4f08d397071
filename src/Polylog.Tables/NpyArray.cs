using System.Buffers.Binary;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>A file of NumPy (.npy) with an array of one or two dimensions: numbers or truth values, in C or Fortran order.</summary>
/// <remarks>The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html</remarks>
internal sealed partial class NpyArray : IDisposable
{
    private const int LongestHeader = 1 << 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _values;
    private readonly string _type;
    private readonly int _bytes;
    private readonly bool _isFortran;

    private NpyArray(string path, long start, string type, bool isFortran, (long Rows, int Columns) shape)
    {
        _type = type;
        _bytes = type[2] - '0';
        _isFortran = isFortran;
        (Rows, Columns) = shape;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _values = _file.CreateViewAccessor(start, 0, MemoryMappedFileAccess.Read);
    }

    public long Rows { get; }

    public int Columns { get; }

    /// <summary>The type of a column of these numbers.</summary>
    public string SqlType => _type[1..] switch
    {
        "f4" or "f2" => "FLOAT",
        "f8" => SqlTypes.Double,
        "b1" => "TINYINT",
        "u8" => "UBIGINT",
        _ => "BIGINT",
    };

    public static NpyArray Open(string path, string place)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            string header = Header(file, place);
            string type = TypeName().Match(header).Groups[1].Value;
            if (!KnownType().IsMatch(type))
                throw TableErrors.NpyType(place, type.Length > 0 ? $"'{type}'" : "a structure of several");
            (long, int) shape = Shape(header, place);
            var array = new NpyArray(path, file.Position, type, header.Contains("'fortran_order': True", StringComparison.Ordinal), shape);
            if ((Int128)array.Rows * array.Columns * array._bytes <= file.Length - file.Position)
                return array;
            array.Dispose();
            throw TableErrors.CutOff(place, "it has fewer numbers than its shape says");
        }
        catch (Exception exception) when (exception is EndOfStreamException)
        {
            throw TableErrors.CutOff(place, "it ends within its header", exception);
        }
        catch (Exception exception) when (InputBytes.IsFailure(exception))
        {
            throw TableErrors.NotReadable(place, exception);
        }
    }

    /// <summary>Appends one value to a row of a table.</summary>
    public void Append(IDuckDBAppenderRow cells, long row, int column)
    {
        long place = (_isFortran ? column * Rows + row : row * Columns + column) * _bytes;
        switch (_type[1..])
        {
            case "f8":
                cells.AppendValue(Unsafe.BitCast<ulong, double>(Bits(place)));
                break;
            case "f4":
                cells.AppendValue(BitConverter.UInt32BitsToSingle((uint)Bits(place)));
                break;
            case "f2":
                cells.AppendValue((float)BitConverter.UInt16BitsToHalf((ushort)Bits(place)));
                break;
            case "b1":
                cells.AppendValue((sbyte)(Bits(place) == 0 ? 0 : 1));
                break;
            case "u8":
                cells.AppendValue(Bits(place));
                break;
            default:
                // The sign is in the highest bit of the narrower number.
                int shift = 64 - 8 * _bytes;
                cells.AppendValue(_type[1] == 'i' ? (long)(Bits(place) << shift) >> shift : (long)Bits(place));
                break;
        }
    }

    public void Dispose()
    {
        _values.Dispose();
        _file.Dispose();
    }

    private ulong Bits(long place)
    {
        bool reversed = _type[0] == '>';
        return _bytes switch
        {
            1 => _values.ReadByte(place),
            2 => reversed ? BinaryPrimitives.ReverseEndianness(_values.ReadUInt16(place)) : _values.ReadUInt16(place),
            4 => reversed ? BinaryPrimitives.ReverseEndianness(_values.ReadUInt32(place)) : _values.ReadUInt32(place),
            _ => reversed ? BinaryPrimitives.ReverseEndianness(_values.ReadUInt64(place)) : _values.ReadUInt64(place),
        };
    }

    private static string Header(FileStream file, string place)
    {
        Span<byte> magic = stackalloc byte[8];
        file.ReadExactly(magic);
        if (magic[0] != 0x93 || !magic[1..].StartsWith("NUMPY"u8) || magic[6] is < 1 or > 3)
            throw TableErrors.NotNpy(place);
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        file.ReadExactly(magic[6] == 1 ? length[..2] : length);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > LongestHeader)
            throw TableErrors.CutOff(place, $"its header would have {count} bytes");
        byte[] bytes = new byte[count];
        file.ReadExactly(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    private static (long Rows, int Columns) Shape(string header, string place)
    {
        string text = ShapeText().Match(header).Groups[1].Value;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long rows = 0, columns = 1;
        bool isKnown = parts.Length is 1 or 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out rows)
            && (parts.Length == 1 || long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out columns));
        return isKnown && rows > 0 && columns is > 0 and < int.MaxValue ? (rows, (int)columns) : throw TableErrors.NpyShape(place, text);
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex TypeName();

    [GeneratedRegex("^[<>|](f[248]|[iu][1248]|b1)$")]
    private static partial Regex KnownType();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapeText();
}
