using System.Buffers.Binary;

namespace Polylog.Networks;

/// <summary>
/// A safetensors file: named tensors behind a JSON header. Only the header is held; tensors are read when asked for, and those that are not
/// changed go from file to file byte for byte.
/// </summary>
internal sealed class SafetensorsFile
{
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;
    private readonly Dictionary<string, (long[] Shape, byte[] Bytes)> _replaced = [];
    private readonly List<string> _added = [];
    private readonly HashSet<string> _removed = [];

    private SafetensorsFile(string path, SafetensorsHeader header, Dictionary<string, SafetensorsTensor> tensors)
    {
        Path = path;
        _header = header;
        _tensors = tensors;
    }

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>The tensors in the header's order, with the shapes they have now.</summary>
    public IEnumerable<SafetensorsTensor> Tensors =>
        _header.Tensors.Select(tensor => tensor.Name).Where(_tensors.ContainsKey).Concat(_added).Select(name => _tensors[name]);

    /// <summary>Whether a tensor has been replaced, added or removed.</summary>
    public bool IsChanged => _replaced.Count + _removed.Count > 0;

    /// <summary>The strings of the header's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Reads and checks the header: O(header), at most 100 MB and never more than the file has.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It cannot be read, is cut off, or is not a safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = FileCopy.OpenRead(path);
        SafetensorsHeader header = SafetensorsHeader.Read(path, file);
        return new SafetensorsFile(path, header, header.Tensors.ToDictionary(tensor => tensor.Name));
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">The name, exactly.</param>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="ModelFileException">There is none; the message suggests the nearest name.</exception>
    public SafetensorsTensor Tensor(string name) =>
        _tensors.TryGetValue(name, out SafetensorsTensor? tensor) ? tensor : throw ModelErrors.NoSuchTensor(Path, name, _tensors.Keys);

    /// <summary>A tensor's numbers, row-major.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="ModelFileException">
    /// There is none, it is not of a float type, or the file has changed since it was opened.
    /// </exception>
    public double[] ReadDoubles(string name)
    {
        SafetensorsTensor tensor = Tensor(name);
        FloatFormat format = FormatOf(tensor);
        if (_replaced.TryGetValue(name, out (long[] Shape, byte[] Bytes) replaced))
            return format.Decode(replaced.Bytes);
        if (tensor.Length > Array.MaxLength)
            throw ModelErrors.TooLarge(Path, name, tensor.Length / format.Bytes());
        return format.Decode(FileCopy.Read(Path, _header.DataStart + tensor.Start, (int)tensor.Length));
    }

    /// <summary>Replaces the numbers of a tensor, which keeps its type. The file itself is not changed.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <param name="shape">The new dimensions.</param>
    /// <param name="values">The numbers, row-major, as many as the shape has.</param>
    /// <exception cref="ArgumentException">Their number is not the shape's.</exception>
    /// <exception cref="ModelFileException">
    /// There is no such tensor, it is not of a float type, or a value is beyond the type's range.
    /// </exception>
    public void Replace(string name, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        SafetensorsTensor tensor = Tensor(name);
        FloatFormat format = FormatOf(tensor);
        if (TensorShape.Elements(shape) != values.Length)
        {
            throw new ArgumentException(
                ModelErrors.Text($"There are {values.Length} values for shape {TensorShape.Text(shape)}."), nameof(values));
        }
        var bytes = new byte[checked(values.Length * format.Bytes())];
        int fault = format.Encode(values, bytes);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(Path, name, values[fault], format);
        _replaced[name] = (shape.ToArray(), bytes);
        _tensors[name] = tensor with { Shape = shape.ToArray(), Length = bytes.Length };
    }

    /// <summary>Adds a tensor of doubles, or replaces one added before.</summary>
    /// <param name="name">A name that no tensor of the file has.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">The numbers, row-major, as many as the shape has.</param>
    /// <exception cref="ArgumentException">Their number is not the shape's.</exception>
    /// <exception cref="ModelFileException">The file has a tensor of this name.</exception>
    public void Add(string name, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        if (_header.Tensors.Any(tensor => tensor.Name == name && !_removed.Contains(name)))
            throw ModelErrors.At(Path, $"there is a tensor {ModelErrors.Quote(name)} already; rename it first");
        if (!_tensors.ContainsKey(name))
            _added.Add(name);
        _tensors[name] = new SafetensorsTensor(name, "F64", shape.ToArray(), long.MaxValue, 0);
        Replace(name, shape, values);
    }

    /// <summary>Removes a tensor. The file itself is not changed.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="ModelFileException">There is none.</exception>
    public void Remove(string name)
    {
        Tensor(name);
        _tensors.Remove(name);
        _replaced.Remove(name);
        if (!_added.Remove(name))
            _removed.Add(name);
    }

    /// <summary>A copy of the present state. The bytes of changed tensors are never written to, so both can share them.</summary>
    public SafetensorsFile Copy()
    {
        var copy = new SafetensorsFile(Path, _header, new(_tensors));
        foreach ((string name, (long[] Shape, byte[] Bytes) replaced) in _replaced)
            copy._replaced[name] = replaced;
        copy._added.AddRange(_added);
        copy._removed.UnionWith(_removed);
        return copy;
    }

    /// <summary>Writes a new file, whole or not at all. Without changes it is a copy byte for byte.</summary>
    /// <param name="path">The new file; not the one it was read from.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="ModelFileException">It cannot be written, or the file read has changed meanwhile.</exception>
    public void Save(string path, CancellationToken cancellation = default)
    {
        OutputFile.Check(path, [Path], ModelErrors.Failure);
        using var output = new OutputFile(path, ModelErrors.Failure);
        output.Write(file => Write(file, cancellation));
        output.Commit();
    }

    /// <summary>Writes the present state to an open file, a block at a time.</summary>
    public void Write(FileStream file, CancellationToken cancellation)
    {
        IEnumerable<SafetensorsTensor> left = _header.Tensors.Where(tensor => !_removed.Contains(tensor.Name));
        SafetensorsTensor[] order = [.. SafetensorsHeader.InFileOrder(left), .. _added.Select(name => _tensors[name])];
        ReadOnlySpan<byte> header = IsChanged ? _header.With(Placed(order), _added) : _header.Bytes;
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        foreach (SafetensorsTensor tensor in order)
        {
            if (_replaced.TryGetValue(tensor.Name, out (long[] Shape, byte[] Bytes) replaced))
                file.Write(replaced.Bytes);
            else
                FileCopy.Copy(Path, _header.DataStart + tensor.Start, tensor.Length, file, cancellation);
        }
    }

    private Dictionary<string, SafetensorsTensor> Placed(SafetensorsTensor[] order)
    {
        var placed = new Dictionary<string, SafetensorsTensor>();
        long end = 0;
        foreach (SafetensorsTensor before in order)
        {
            SafetensorsTensor tensor = _tensors[before.Name];
            placed[tensor.Name] = tensor with { Start = end };
            end += tensor.Length;
        }
        return placed;
    }

    private FloatFormat FormatOf(SafetensorsTensor tensor) => tensor.Format ?? throw ModelErrors.NotFloat(Path, tensor.Name, tensor.Type);
}
