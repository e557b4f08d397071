namespace Polylog.Networks;

/// <summary>
/// A protobuf message as a list of fields in the order of the file. Unchanged fields are written back as they were, including those unknown
/// to this library.
/// </summary>
internal sealed class WireMessage
{
    private readonly List<WireField> _fields;
    private bool _touched;

    private WireMessage(List<WireField> fields) => _fields = fields;

    public WireMessage()
        : this([])
    {
        _touched = true;
    }

    public bool Changed => _touched || _fields.Exists(inner => inner.Changed);

    public long Length => _fields.Sum(inner => inner.Length);

    public IReadOnlyList<WireField> Fields => _fields;

    /// <summary>Reads the fields, without parsing their contents.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="place">The file, for messages about damage.</param>
    public static WireMessage Parse(ReadOnlyMemory<byte> bytes, string place)
    {
        var fields = new List<WireField>();
        for (int position = 0; position < bytes.Length;)
        {
            WireField field = WireReader.Field(bytes, position)
                ?? throw new ModelFileException(
                    ModelErrors.Text($"{place}: it cannot be read on from byte {position} of {bytes.Length}; ")
                    + $"the file is cut off, damaged or not ONNX, {ModelErrors.Again}");
            fields.Add(field);
            position += (int)field.Length;
        }
        return new WireMessage(fields);
    }

    public void Touch() => _touched = true;

    /// <summary>All fields of a number and wire type. Fields of the same number but another type count as unknown.</summary>
    public IEnumerable<WireField> All(int number, WireType type = WireType.Bytes) =>
        _fields.Where(field => field.Number == number && field.Type == type);

    /// <summary>The last field of a number, which is the one that counts if there are several.</summary>
    public WireField? Last(int number, WireType type = WireType.Bytes) =>
        _fields.FindLast(field => field.Number == number && field.Type == type);

    public string Text(int number) => Last(number)?.Text ?? "";

    public long Integer(int number) => (long)(Last(number, WireType.Varint)?.Number64 ?? 0);

    /// <summary>Repeated integers, packed or not.</summary>
    public List<long> Integers(int number)
    {
        var numbers = new List<long>();
        foreach (WireField field in _fields.Where(field => field.Number == number))
        {
            if (field.Type == WireType.Varint)
                numbers.Add((long)field.Number64);
            else if (field.Type == WireType.Bytes)
                Unpack(field.Value.Span, numbers);
        }
        return numbers;
    }

    public void Add(WireField field)
    {
        _fields.Add(field);
        _touched = true;
    }

    public void Remove(WireField field)
    {
        _fields.Remove(field);
        _touched = true;
    }

    public void RemoveAll(params ReadOnlySpan<int> numbers)
    {
        for (int i = _fields.Count - 1; i >= 0; i--)
        {
            if (numbers.Contains(_fields[i].Number))
            {
                _fields.RemoveAt(i);
                _touched = true;
            }
        }
    }

    /// <summary>Replaces all fields of a number, at the position of the first of them, or at the end if there are none.</summary>
    public void Set(int number, params IEnumerable<WireField> fields)
    {
        int place = _fields.FindIndex(field => field.Number == number);
        RemoveAll(number);
        _fields.InsertRange(place < 0 ? _fields.Count : place, fields);
        _touched = true;
    }

    public void Replace(WireField old, WireField made)
    {
        _fields[_fields.IndexOf(old)] = made;
        _touched = true;
    }

    public void WriteTo(Stream stream, CancellationToken cancellation = default)
    {
        foreach (WireField field in _fields)
        {
            cancellation.ThrowIfCancellationRequested();
            field.WriteTo(stream, cancellation);
        }
    }

    // Damage inside packed numbers ends them; callers check how many there are.
    private static void Unpack(ReadOnlySpan<byte> bytes, List<long> numbers)
    {
        while (bytes.Length > 0)
        {
            ulong value = WireReader.Varint(bytes, out int length);
            if (length == 0)
                return;
            numbers.Add((long)value);
            bytes = bytes[length..];
        }
    }
}
