using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Polylog.Networks;

/// <summary>A tensor of an ONNX model: an initialiser, or the tensor of a Constant node. Its numbers are read on demand.</summary>
internal sealed class OnnxTensor
{
    // A changed tensor that was external moves into the model up to this size.
    private const int LargestInline = 1 << 20;

    private readonly WireMessage _message;
    private readonly string _path;
    private readonly WireField[] _externalEntries;
    private ExternalData? _external;
    private bool _moved;

    public OnnxTensor(WireMessage message, string path)
    {
        _message = message;
        _path = path;
        Dims = [.. message.Integers(OnnxFields.TensorDims)];
        Type = message.Integer(OnnxFields.TensorDataType);
        IsExternal = message.Integer(OnnxFields.TensorDataLocation) == 1;
        _externalEntries = IsExternal ? [.. message.All(OnnxFields.TensorExternalData)] : [];
    }

    public string Name => _message.Text(OnnxFields.TensorName);

    public long[] Dims { get; private set; }

    public long Type { get; }

    public FloatFormat? Format => OnnxTypes.Format(Type);

    public bool IsExternal { get; private set; }

    /// <summary>The new bytes of a changed tensor that stays external; null if it is unchanged.</summary>
    public byte[]? Pending { get; private set; }

    public ExternalData External => _external ??= ExternalData.Read(_message, _path);

    public long Elements => TensorShape.Elements(Dims) is var count and >= 0
        ? count
        : throw ModelErrors.At(
            _path,
            $"tensor {ModelErrors.Quote(Name)} has shape {TensorShape.Text(Dims)}, more elements than can be",
            $"the file is damaged, {ModelErrors.Again}");

    /// <summary>Its numbers, row-major.</summary>
    public double[] ReadDoubles()
    {
        FloatFormat format = Format ?? throw ModelErrors.NotFloat(_path, Name, OnnxTypes.Name(Type));
        return Stored(format.Bytes(), format.Name()) is { } bytes ? format.Decode(bytes.Span) : ReadTyped(Elements, format);
    }

    /// <summary>Its whole numbers, row-major; the type must be one of <see cref="WholeFormat"/>.</summary>
    public long[] ReadWhole()
    {
        WholeFormat format = WholeFormat.Of(Type)!.Value;
        if (Stored(format.Bytes, OnnxTypes.Name(Type)) is { } bytes)
            return format.Decode(bytes.Span);
        // No exporter writes a number outside of the type; it is cut to it.
        return format.Decode(format.Encode(CollectionsMarshal.AsSpan(Counted(_message.Integers(OnnxFields.TensorInt32Data)))));
    }

    /// <summary>The integers of a small int64 or int32 tensor, such as axes; null for other types.</summary>
    public long[]? ReadIntegers()
    {
        if (Type is not (OnnxTypes.Int64 or OnnxTypes.Int32) || IsExternal)
            return null;
        bool isLong = Type == OnnxTypes.Int64;
        if (_message.Last(OnnxFields.TensorRawData) is not { } raw)
            return [.. _message.Integers(isLong ? OnnxFields.TensorInt64Data : OnnxFields.TensorInt32Data)];
        var numbers = new long[raw.Value.Length / (isLong ? sizeof(long) : sizeof(int))];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = isLong
                ? BinaryPrimitives.ReadInt64LittleEndian(raw.Value.Span[(i * sizeof(long))..])
                : BinaryPrimitives.ReadInt32LittleEndian(raw.Value.Span[(i * sizeof(int))..]);
        }
        return numbers;
    }

    public void Replace(ReadOnlySpan<long> dims, ReadOnlySpan<double> values)
    {
        FloatFormat format = Format ?? throw ModelErrors.NotFloat(_path, Name, OnnxTypes.Name(Type));
        if ((long)values.Length * format.Bytes() > Array.MaxLength)
            throw ModelErrors.TooLarge(_path, Name, values.Length);
        var bytes = new byte[values.Length * format.Bytes()];
        int fault = format.Encode(values, bytes);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(_path, Name, values[fault], format);
        Store(dims, bytes, values.Length);
    }

    /// <summary>Writes whole numbers, saturated; the type must be one of <see cref="WholeFormat"/>.</summary>
    public void ReplaceWhole(ReadOnlySpan<long> dims, ReadOnlySpan<long> values) =>
        Store(dims, WholeFormat.Of(Type)!.Value.Encode(values), values.Length);

    /// <summary>Writes integers into an int64 tensor, which becomes a vector of them.</summary>
    public void Replace(ReadOnlySpan<long> values) => ReplaceIntegers([values.Length], values);

    /// <summary>Writes integers into an int64 or int32 tensor.</summary>
    public void ReplaceIntegers(ReadOnlySpan<long> dims, ReadOnlySpan<long> values)
    {
        bool isLong = Type == OnnxTypes.Int64;
        var bytes = new byte[values.Length * (isLong ? sizeof(long) : sizeof(int))];
        for (int i = 0; i < values.Length; i++)
        {
            if (isLong)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
            else
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), (int)values[i]);
        }
        Dims = dims.ToArray();
        _message.Set(OnnxFields.TensorDims, Dims.Select(dim => WireField.FromNumber(OnnxFields.TensorDims, dim)));
        StoreInline(bytes);
    }

    /// <summary>A new tensor without numbers.</summary>
    public static WireMessage Made(string name, long type)
    {
        var message = new WireMessage();
        message.Add(WireField.FromNumber(OnnxFields.TensorDataType, type));
        message.Add(WireField.FromText(OnnxFields.TensorName, name));
        return message;
    }

    /// <summary>The number of bytes in the data file.</summary>
    public long ExternalLength => Pending?.Length ?? External.CheckedLength(_path, Name);

    public void WriteExternal(Stream target, CancellationToken cancellation)
    {
        if (Pending is not null)
            target.Write(Pending);
        else
            FileCopy.Copy(External.Path, External.Offset, ExternalLength, target, cancellation);
    }

    /// <summary>Writes entries for a data file into the model; null restores the entries that were read.</summary>
    public void PlaceExternally(IEnumerable<WireField>? entries)
    {
        // Reads the entries before they change. A tensor that never moved keeps its bytes.
        _ = External;
        if (entries is null && !_moved)
            return;
        _moved = entries is not null;
        _message.Set(OnnxFields.TensorExternalData, entries ?? _externalEntries);
    }

    private void Store(ReadOnlySpan<long> dims, byte[] bytes, int count)
    {
        if (TensorShape.Elements(dims) != count)
            throw new ArgumentException(ModelErrors.Text($"There are {count} values for shape {TensorShape.Text(dims)}."), nameof(dims));
        Dims = dims.ToArray();
        _message.Set(OnnxFields.TensorDims, Dims.Select(dim => WireField.FromNumber(OnnxFields.TensorDims, dim)));
        if (IsExternal && bytes.Length > LargestInline)
            Pending = bytes;
        else
            StoreInline(bytes);
    }

    private void StoreInline(byte[] bytes)
    {
        _message.RemoveAll(
            OnnxFields.TensorFloatData,
            OnnxFields.TensorInt32Data,
            OnnxFields.TensorDoubleData,
            OnnxFields.TensorExternalData,
            OnnxFields.TensorDataLocation);
        _message.Set(OnnxFields.TensorRawData, WireField.FromBytes(OnnxFields.TensorRawData, bytes));
        IsExternal = false;
        Pending = null;
    }

    // The bytes of its numbers; null if they are in fields of their type.
    private ReadOnlyMemory<byte>? Stored(int size, string type)
    {
        long count = Elements;
        if (_message.Last(OnnxFields.TensorSegment) is not null)
        {
            throw ModelErrors.At(
                _path,
                $"tensor {ModelErrors.Quote(Name)} is stored in segments, which are not read",
                $"save the model anew with a current version of onnx");
        }
        if (Pending is not null)
            return Pending;
        if (!IsExternal && _message.Last(OnnxFields.TensorRawData) is not { })
            return null;
        ReadOnlyMemory<byte> raw = IsExternal ? default : _message.Last(OnnxFields.TensorRawData)!.Value;
        long length = IsExternal ? ExternalLength : raw.Length;
        // A tensor without a length may be followed by others.
        if (IsExternal && External.Length is null && (Int128)count * size <= length)
            length = count * size;
        if ((Int128)count * size != length)
        {
            throw ModelErrors.At(
                _path,
                $"tensor {ModelErrors.Quote(Name)} has shape {TensorShape.Text(Dims)} of {type} but {length} bytes",
                $"the file is damaged, {ModelErrors.Again}");
        }
        if (length > Array.MaxLength)
            throw ModelErrors.TooLarge(_path, Name, count);
        return IsExternal ? FileCopy.Read(External.Path, External.Offset, (int)length) : raw;
    }

    private double[] ReadTyped(long count, FloatFormat format)
    {
        double[] values = format switch
        {
            FloatFormat.Binary32 => Fixed(OnnxFields.TensorFloatData, WireType.Fixed32, format),
            FloatFormat.Binary64 => Fixed(OnnxFields.TensorDoubleData, WireType.Fixed64, format),
            _ => Sixteen(format),
        };
        return values.Length == count ? values : throw WrongCount(values.Length);
    }

    private List<long> Counted(List<long> numbers) => numbers.Count == Elements ? numbers : throw WrongCount(numbers.Count);

    private ModelFileException WrongCount(int count) => ModelErrors.At(
        _path,
        $"tensor {ModelErrors.Quote(Name)} has shape {TensorShape.Text(Dims)} but {count} numbers",
        $"the file is damaged, {ModelErrors.Again}");

    // Packed, or one field for each number: both are the stored form of the numbers.
    private double[] Fixed(int number, WireType single, FloatFormat format)
    {
        using var bytes = new MemoryStream();
        foreach (WireField field in _message.Fields)
        {
            if (field.Number == number && (field.Type == single || field.Type == WireType.Bytes))
                bytes.Write(field.Value.Span);
        }
        return format.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    // Numbers of sixteen bits are the lower halves of integers.
    private double[] Sixteen(FloatFormat format)
    {
        List<long> numbers = _message.Integers(OnnxFields.TensorInt32Data);
        var bytes = new byte[2 * numbers.Count];
        for (int i = 0; i < numbers.Count; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)numbers[i]);
        return format.Decode(bytes);
    }
}
