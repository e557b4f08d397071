using System.Buffers.Binary;

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
        long count = Elements;
        if (_message.Last(OnnxFields.TensorSegment) is not null)
        {
            throw ModelErrors.At(
                _path,
                $"tensor {ModelErrors.Quote(Name)} is stored in segments, which are not read",
                $"save the model anew with a current version of onnx");
        }
        if (Pending is not null)
            return format.Decode(Pending);
        if (IsExternal)
            return format.Decode(ReadExternal(count, format));
        if (_message.Last(OnnxFields.TensorRawData) is { } raw)
            return format.Decode(Checked(raw.Value, count, format).Span);
        return ReadTyped(count, format);
    }

    /// <summary>The integers of a small int64 tensor, such as axes; null for other types.</summary>
    public long[]? ReadIntegers()
    {
        if (Type != OnnxTypes.Int64 || IsExternal)
            return null;
        if (_message.Last(OnnxFields.TensorRawData) is not { } raw)
            return [.. _message.Integers(OnnxFields.TensorInt64Data)];
        var numbers = new long[raw.Value.Length / sizeof(long)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(raw.Value.Span[(i * sizeof(long))..]);
        return numbers;
    }

    public void Replace(ReadOnlySpan<long> dims, ReadOnlySpan<double> values)
    {
        FloatFormat format = Format ?? throw ModelErrors.NotFloat(_path, Name, OnnxTypes.Name(Type));
        if (TensorShape.Elements(dims) != values.Length)
        {
            throw new ArgumentException(
                ModelErrors.Text($"There are {values.Length} values for shape {TensorShape.Text(dims)}."), nameof(values));
        }
        if ((long)values.Length * format.Bytes() > Array.MaxLength)
            throw ModelErrors.TooLarge(_path, Name, values.Length);
        var bytes = new byte[values.Length * format.Bytes()];
        int fault = format.Encode(values, bytes);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(_path, Name, values[fault], format);
        Dims = dims.ToArray();
        _message.Set(OnnxFields.TensorDims, Dims.Select(dim => WireField.FromNumber(OnnxFields.TensorDims, dim)));
        if (IsExternal && bytes.Length > LargestInline)
            Pending = bytes;
        else
            StoreInline(bytes);
    }

    /// <summary>Writes integers into an int64 tensor, which becomes a vector of them.</summary>
    public void Replace(ReadOnlySpan<long> values) => ReplaceIntegers([values.Length], values);

    /// <summary>Writes integers into an int64 tensor.</summary>
    public void ReplaceIntegers(ReadOnlySpan<long> dims, ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
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

    private byte[] ReadExternal(long count, FloatFormat format)
    {
        long length = ExternalLength;
        // A tensor without a length may be followed by others.
        if (External.Length is null && (Int128)count * format.Bytes() <= length)
            length = count * format.Bytes();
        CheckLength(length, count, format);
        return FileCopy.Read(External.Path, External.Offset, (int)length);
    }

    private ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> bytes, long count, FloatFormat format)
    {
        CheckLength(bytes.Length, count, format);
        return bytes;
    }

    private void CheckLength(long length, long count, FloatFormat format)
    {
        if ((Int128)count * format.Bytes() != length)
        {
            throw ModelErrors.At(
                _path,
                $"tensor {ModelErrors.Quote(Name)} has shape {TensorShape.Text(Dims)} of {format.Name()} but {length} bytes",
                $"the file is damaged, {ModelErrors.Again}");
        }
        if (length > Array.MaxLength)
            throw ModelErrors.TooLarge(_path, Name, count);
    }

    private double[] ReadTyped(long count, FloatFormat format)
    {
        double[] values = format switch
        {
            FloatFormat.Binary32 => Fixed(OnnxFields.TensorFloatData, WireType.Fixed32, format),
            FloatFormat.Binary64 => Fixed(OnnxFields.TensorDoubleData, WireType.Fixed64, format),
            _ => Sixteen(format),
        };
        if (values.Length != count)
        {
            throw ModelErrors.At(
                _path,
                $"tensor {ModelErrors.Quote(Name)} has shape {TensorShape.Text(Dims)} but {values.Length} numbers",
                $"the file is damaged, {ModelErrors.Again}");
        }
        return values;
    }

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
