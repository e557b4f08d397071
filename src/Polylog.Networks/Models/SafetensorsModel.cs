namespace Polylog.Networks;

/// <summary>
/// A safetensors file, or the files of an index, seen as layers. There is no graph, so a layer is a pair of names: <c>fc1:fc2</c> for
/// <c>fc1.weight</c> (units x inputs), <c>fc1.bias</c>, <c>fc2.weight</c> (outputs x units) and <c>fc2.bias</c>. The caller has to know
/// that nothing else uses the units, and the activation between the two. Weights of convolutions, with more dimensions, are read as well.
/// </summary>
internal sealed class SafetensorsModel : NetworkModel
{
    private const string Weight = ".weight";
    private const string Bias = ".bias";

    private readonly SafetensorsCheckpoint _checkpoint;

    private SafetensorsModel(SafetensorsCheckpoint checkpoint)
        : base(checkpoint.Path) => _checkpoint = checkpoint;

    /// <summary>Reads the header of a file, or of all files of an index.</summary>
    /// <param name="path">The file, or the index.</param>
    /// <exception cref="ModelFileException">A file cannot be read, is cut off, or is not a safetensors file.</exception>
    public static SafetensorsModel Open(string path) => new(SafetensorsCheckpoint.Open(path));

    /// <summary>Pairs of weights that follow each other by name (numbers by value) and fit together by shape.</summary>
    /// <returns>Candidates by shape alone; their activations are not known.</returns>
    public override IReadOnlyList<LayerInfo> FindLayers()
    {
        string[] names = [.. WeightNames().Order(NaturalOrder.Instance)];
        return [.. names.Zip(names.Skip(1)).Select(pair => Describe(pair.First, pair.Second)).Where(info => info.Reason is null)];
    }

    /// <inheritdoc/>
    public override LayerPattern FindLayer(string name) => FindLayer(name, null);

    /// <inheritdoc/>
    public override LayerPattern FindLayer(LayerKey key) => FindLayer(key.Name, key.Activation);

    /// <summary>Finds a pair of layers.</summary>
    /// <param name="name">Two names, <c>fc1:fc2</c>.</param>
    /// <param name="activation">The function applied to a unit; null where it is not known: constant units are then not looked for.</param>
    /// <exception cref="ModelFileException">
    /// There are no such tensors (the message lists those that exist), or they do not fit together.
    /// </exception>
    public LayerPattern FindLayer(string name, LayerActivation? activation)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(':');
        if (parts.Length != 2 || parts.Any(part => part.Length == 0))
        {
            throw ModelErrors.At(
                Path,
                $"{ModelErrors.Quote(name)} names no pair of layers",
                $"write two names with a colon between, such as fc1:fc2");
        }
        foreach (string part in parts)
        {
            if (!_checkpoint.Has(part + Weight))
                throw ModelErrors.NoSuchLayer(Path, part, WeightNames());
        }
        LayerInfo info = Describe(parts[0], parts[1]);
        if (info.Reason is { } reason && FindReversed(name) is { } reversed)
        {
            throw ModelErrors.At(
                Path, $"layer {ModelErrors.Quote(name)} is not a sum over exchangeable units: {reason}",
                $"did you mean {ModelErrors.Quote(reversed)}?");
        }
        info.CheckExchangeable(Path);
        return new LayerPattern(info with { Activation = activation?.Name ?? "unknown" }, activation, Group(parts[0], parts[1], info));
    }

    /// <summary>
    /// The pair with its names exchanged, where that fits better by shape: a column for each unit; null where it does not.
    /// </summary>
    /// <param name="name">Two names of tensors that exist.</param>
    public string? FindReversed(string name)
    {
        string[] parts = name.Split(':');
        (LayerInfo given, LayerInfo reversed) = (Describe(parts[0], parts[1]), Describe(parts[1], parts[0]));
        bool isBetter = given.Reason is not null || (!HasColumnEach(given, parts[1]) && HasColumnEach(reversed, parts[0]));
        return isBetter && reversed.Reason is null ? reversed.Name : null;
    }

    private bool HasColumnEach(LayerInfo info, string second) => _checkpoint.Tensor(second + Weight).Shape is [_, var columns, ..]
        && columns == info.Units;

    /// <inheritdoc/>
    public override void Save(string path, CancellationToken cancellation = default) => _checkpoint.Save(path, cancellation);

    /// <inheritdoc/>
    public override void CheckOutput(string path) => _checkpoint.CheckOutput(path);

    /// <inheritdoc/>
    public override long Parameters =>
        _checkpoint.Tensors.Where(tensor => tensor.Format is not null).Sum(tensor => TensorShape.Elements([.. tensor.Shape]));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files => _checkpoint.Files;

    /// <inheritdoc/>
    /// <remarks>In memory: no runtime loads the copy, and all tensors but the changed ones are read from the original.</remarks>
    public override NetworkModel CopyTo(string path, CancellationToken cancellation) => new SafetensorsModel(_checkpoint.Copy());

    /// <inheritdoc/>
    public override void StoreMasses(LayerKey key, ReadOnlySpan<double> masses)
    {
        if (_checkpoint.Has(MassesName(key)))
            _checkpoint.FileOf(MassesName(key)).Replace(MassesName(key), [masses.Length], masses);
        else
            _checkpoint.Add(MassesName(key), key.Name.Split(':')[0] + Weight, [masses.Length], masses);
    }

    /// <inheritdoc/>
    public override void RemoveMasses(LayerKey key) => _checkpoint.Remove(MassesName(key));

    private protected override string DescribeNone()
    {
        const string Read = "only weights of F64, F32, F16 and BF16 are read";
        return _checkpoint.Tensors.FirstOrDefault(tensor => IsWeight(tensor) && tensor.Format is null) is { } unread
            ? $"tensor {ModelErrors.Quote(unread.Name)} is of type {ModelErrors.OneLine(unread.Type)}, and {Read}"
            : "no two of its weights that follow each other by name fit together";
    }

    private protected override double[]? FindMasses(LayerKey key) =>
        _checkpoint.Has(MassesName(key)) ? _checkpoint.FileOf(MassesName(key)).ReadDoubles(MassesName(key)) : null;

    private static string MassesName(LayerKey key) => $"{key.Name.Split(':')[0]}.masses";

    private IEnumerable<string> WeightNames() => _checkpoint.Tensors
        .Where(tensor => IsWeight(tensor) && tensor.Format is not null)
        .Select(tensor => tensor.Name[..^Weight.Length]);

    private static bool IsWeight(SafetensorsTensor tensor) =>
        tensor.Name.EndsWith(Weight, StringComparison.Ordinal) && tensor.Shape.Count >= 2;

    private LayerInfo Describe(string first, string second)
    {
        long[] incoming = [.. _checkpoint.Tensor(first + Weight).Shape];
        long[] outgoing = [.. _checkpoint.Tensor(second + Weight).Shape];
        (long units, long inputs, long outputs) = (incoming.FirstOrDefault(), Rest(incoming, 1), outgoing.FirstOrDefault());
        string type = incoming.Length > 2 ? "Conv" : "Linear";
        var info = new LayerInfo($"{first}:{second}", type, units, inputs, outputs, "unknown");
        return info with { Reason = Fault(first, second, incoming, outgoing) };
    }

    private string? Fault(string first, string second, long[] incoming, long[] outgoing)
    {
        if (first == second)
            return "both names are the same";
        if (incoming.Length < 2 || outgoing.Length < 2)
            return $"a weight has shape {TensorShape.Text(incoming.Length < 2 ? incoming : outgoing)}; a matrix is needed";
        long units = incoming[0];
        if (units == 0 || outgoing[1] == 0 || outgoing[1] % units != 0)
        {
            return $"'{first}{Weight}' is {TensorShape.Text(incoming)} and '{second}{Weight}' {TensorShape.Text(outgoing)}: "
                + "the first has a row for each unit, the second must have a column for each";
        }
        return BiasFault(first, units) ?? BiasFault(second, outgoing[0]);
    }

    private string? BiasFault(string name, long length) =>
        _checkpoint.Has(name + Bias) && _checkpoint.Tensor(name + Bias).Shape is var shape && !shape.SequenceEqual([length])
            ? $"'{name}{Bias}' has shape {TensorShape.Text([.. shape])}, not {TensorShape.Text([length])}"
            : null;

    private UnitGroup Group(string first, string second, LayerInfo info)
    {
        var outgoing = Slot(second + Weight);
        long[] dims = outgoing.Dims;
        long block = dims[1] / info.Units;
        UnitSpan units = UnitSpan.Whole(info.Units);
        List<UnitTensor> owned = [new UnitTensor(Slot(first + Weight), 0, units)];
        if (_checkpoint.Has(first + Bias))
            owned.Add(new UnitTensor(Slot(first + Bias), 0, units) { Role = UnitRole.Bias });
        // Without a graph it is not known whether there is padding between the two.
        bool isMatrix = dims.Length == 2 && block == 1;
        SharedBias? bias = _checkpoint.Has(second + Bias) ? new SharedBias(Slot(second + Bias), 1) : null;
        var reader = new UnitReader(new UnitTensor(outgoing, 1, new UnitSpan(dims[1], info.Units, block)), bias, null)
        {
            KeepsConstants = isMatrix,
        };
        return new UnitGroup(owned, [reader], new ConstantUnits(StayConstant: isMatrix, StayAlike: true), _ => { });
    }

    private SafetensorsSlot Slot(string tensor) => new(_checkpoint.FileOf(tensor), tensor);

    private static long Rest(long[] dims, int first) => Math.Max(0, TensorShape.Elements(dims.AsSpan(Math.Min(first, dims.Length))));
}
