namespace Polylog.Networks;

/// <summary>
/// A safetensors file, or the files of an index, seen as layers. There is no graph, so a layer is a pair of names: <c>fc1:fc2</c> for
/// <c>fc1.weight</c> (units x inputs), <c>fc1.bias</c>, <c>fc2.weight</c> (outputs x units) and <c>fc2.bias</c>. The caller has to know
/// that nothing else uses the units, and the activation between the two. Weights of convolutions, with more dimensions, are read as well.
/// Units of a gated layer have several makers: <c>gate_proj,up_proj:down_proj</c>.
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

    /// <summary>Pairs of weights that follow each other by name (numbers by value) and fit together by shape, and gated layers.</summary>
    /// <returns>Candidates by shape alone; their activations are not known.</returns>
    public override IReadOnlyList<LayerInfo> FindLayers()
    {
        string[] names = [.. WeightNames().Order(NaturalOrder.Instance)];
        PairNames[] gated = [.. names.Select(Gated).OfType<PairNames>().Where(found => Describe(found).Reason is null)];
        // Names that say what weights are for say more than shapes.
        HashSet<string> known = [.. gated.SelectMany(found => found.All), .. names.Where(IsOfHeads)];
        IEnumerable<PairNames> pairs = names.Zip(names.Skip(1))
            .Where(pair => !known.Contains(pair.First) && !known.Contains(pair.Second))
            .Select(pair => new PairNames($"{pair.First}:{pair.Second}", [pair.First], pair.Second));
        return [.. gated.Concat(pairs).OrderBy(found => found.First, NaturalOrder.Instance).Select(Describe)
            .Where(info => info.Reason is null)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExpandNames(IReadOnlyList<string> names)
    {
        var all = new List<string>();
        foreach (string name in names)
        {
            IReadOnlyList<string> fitting = PairNames.Expand(name, WeightNames());
            if (fitting.Count == 0)
                throw ModelErrors.NoSuchLayer(Path, name.Split(',', ':')[0], WeightNames().Order(NaturalOrder.Instance));
            all.AddRange(fitting.Select(text => PairNames.Parse(text, HasWeight)?.Text ?? text));
        }
        return all;
    }

    /// <summary>The names of a layer.</summary>
    /// <exception cref="ModelFileException">They are not written as those of a layer, or there are no such weights.</exception>
    public PairNames Names(string layer)
    {
        PairNames names = PairNames.Parse(layer, HasWeight) ?? throw ModelErrors.At(
            Path,
            $"{ModelErrors.Quote(layer)} names no pair of layers",
            $"write two names with a colon between, such as fc1:fc2, or gate_proj,up_proj:down_proj where one is the gate of the other");
        foreach (string name in names.All)
        {
            if (!HasWeight(name))
                throw ModelErrors.NoSuchLayer(Path, name, WeightNames());
        }
        return names;
    }

    /// <inheritdoc/>
    public override LayerPattern FindLayer(string name) => FindLayer(name, null);

    /// <inheritdoc/>
    public override LayerPattern FindLayer(LayerKey key) => FindLayer(key.Name, key.Activation);

    /// <summary>Finds a pair of layers.</summary>
    /// <param name="name">Two names, <c>fc1:fc2</c>, or those of a gated layer.</param>
    /// <param name="activation">The function applied to a unit; null where it is not known: constant units are then not looked for.</param>
    /// <exception cref="ModelFileException">
    /// There are no such tensors (the message lists those that exist), or they do not fit together.
    /// </exception>
    public LayerPattern FindLayer(string name, LayerActivation? activation)
    {
        ArgumentNullException.ThrowIfNull(name);
        PairNames names = Names(name);
        LayerInfo info = Describe(names);
        if (info.Reason is { } reason && FindReversed(name) is { } reversed)
        {
            throw ModelErrors.At(
                Path, $"layer {ModelErrors.Quote(name)} is not a sum over exchangeable units: {reason}",
                $"did you mean {ModelErrors.Quote(reversed)}?");
        }
        info.CheckExchangeable(Path);
        // The response of a gated unit is no function of one number.
        LayerActivation? own = names.IsGated ? null : activation;
        return new LayerPattern(info with { Activation = activation?.Name ?? "unknown" }, own, Group(names, info));
    }

    /// <summary>
    /// The pair with its names exchanged, where that fits better by shape: a column for each unit; null where it does not.
    /// </summary>
    /// <param name="name">Two names of tensors that exist.</param>
    public string? FindReversed(string name)
    {
        PairNames names = Names(name);
        if (names.IsGated)
            return null;
        var turned = new PairNames($"{names.Reader}:{names.First}", [names.Reader], names.First);
        (LayerInfo given, LayerInfo reversed) = (Describe(names), Describe(turned));
        bool isBetter = given.Reason is not null || (!HasColumnEach(given, names.Reader) && HasColumnEach(reversed, names.First));
        // Many sizes are multiples of others by chance; only channels of a convolution are read in blocks.
        bool isLikely = HasColumnEach(reversed, names.First) || _checkpoint.Tensor(names.Reader + Weight).Shape.Count > 2;
        return isBetter && isLikely && reversed.Reason is null ? reversed.Name : null;
    }

    /// <summary>Whether weights are called as this module, or are inside of it.</summary>
    internal bool HasModule(string name) => _checkpoint.Tensors.Any(tensor => tensor.Name.StartsWith($"{name}.", StringComparison.Ordinal));

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
            _checkpoint.Add(MassesName(key), key.Name.Split(',', ':')[0] + Weight, [masses.Length], masses);
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

    private static string MassesName(LayerKey key) => $"{key.Name.Split(',', ':')[0]}.masses";

    private IEnumerable<string> WeightNames() => _checkpoint.Tensors
        .Where(tensor => IsWeight(tensor) && tensor.Format is not null)
        .Select(tensor => tensor.Name[..^Weight.Length]);

    private static bool IsWeight(SafetensorsTensor tensor) =>
        tensor.Name.EndsWith(Weight, StringComparison.Ordinal) && tensor.Shape.Count >= 2;

    private bool HasWeight(string name) => _checkpoint.Has(name + Weight);

    // The gated layer that begins with a name, as the models of the LLaMA family call it.
    private PairNames? Gated(string name)
    {
        const string Gate = "gate_proj", Up = "up_proj", Down = "down_proj";
        string prefix = PairNames.Prefix(name);
        return name == prefix + Gate && HasWeight(prefix + Up) && HasWeight(prefix + Down)
            ? PairNames.Parse($"{name},{Up}:{Down}", HasWeight)
            : null;
    }

    // Their rows are parts of heads.
    private static bool IsOfHeads(string name) => name[PairNames.Prefix(name).Length..] is "q_proj" or "k_proj" or "v_proj";

    private LayerInfo Describe(PairNames names)
    {
        long[] incoming = Shape(names.First), outgoing = Shape(names.Reader);
        (long units, long inputs, long outputs) = (incoming.FirstOrDefault(), Rest(incoming, 1), outgoing.FirstOrDefault());
        string type = incoming.Length > 2 ? "Conv" : "Linear";
        var info = new LayerInfo(names.Text, type, units, inputs, outputs, "unknown") { Reason = Fault(names, incoming, outgoing) };
        return info.Reason is not null
            ? info
            : info with
            {
                Pattern = names.IsGated ? "gated" : "",
                Readers = [names.Reader],
                Parameters = Rest(outgoing, 0) + names.Makers.Sum(maker => Rest(incoming, 0) + (_checkpoint.Has(maker + Bias) ? units : 0)),
            };
    }

    private long[] Shape(string name) => [.. _checkpoint.Tensor(name + Weight).Shape];

    private string? Fault(PairNames names, long[] incoming, long[] outgoing)
    {
        (string first, string second) = (names.First, names.Reader);
        if (names.All.Distinct().Count() < names.All.Count())
            return names.IsGated ? "a name is there twice" : "both names are the same";
        if (incoming.Length < 2 || outgoing.Length < 2)
            return $"a weight has shape {TensorShape.Text(incoming.Length < 2 ? incoming : outgoing)}; a matrix is needed";
        long units = incoming[0];
        if (units == 0 || outgoing[1] == 0 || outgoing[1] % units != 0)
        {
            return $"'{first}{Weight}' is {TensorShape.Text(incoming)} and '{second}{Weight}' {TensorShape.Text(outgoing)}: "
                + "the first has a row for each unit, the second must have a column for each";
        }
        foreach (string other in names.Makers.Skip(1))
        {
            if (!Shape(other).SequenceEqual(incoming))
            {
                return $"'{first}{Weight}' is {TensorShape.Text(incoming)} and '{other}{Weight}' {TensorShape.Text(Shape(other))}: "
                    + "both make the same units from the same inputs, so they must have the same shape";
            }
        }
        return names.Makers.Select(maker => BiasFault(maker, units)).FirstOrDefault(fault => fault is not null)
            ?? BiasFault(second, outgoing[0]);
    }

    private string? BiasFault(string name, long length) =>
        _checkpoint.Has(name + Bias) && _checkpoint.Tensor(name + Bias).Shape is var shape && !shape.SequenceEqual([length])
            ? $"'{name}{Bias}' has shape {TensorShape.Text([.. shape])}, not {TensorShape.Text([length])}"
            : null;

    private UnitGroup Group(PairNames names, LayerInfo info)
    {
        string second = names.Reader;
        var outgoing = Slot(second + Weight);
        long[] dims = outgoing.Dims;
        long block = dims[1] / info.Units;
        UnitSpan units = UnitSpan.Whole(info.Units);
        List<UnitTensor> owned = [];
        foreach (string maker in names.Makers)
        {
            owned.Add(new UnitTensor(Slot(maker + Weight), 0, units));
            if (_checkpoint.Has(maker + Bias))
            {
                UnitRole role = names.IsGated ? UnitRole.Constant : UnitRole.Bias;
                owned.Add(new UnitTensor(Slot(maker + Bias), 0, units) { Role = role });
            }
        }
        // Without a graph it is not known whether there is padding between the two.
        bool isMatrix = dims.Length == 2 && block == 1;
        SharedBias? bias = _checkpoint.Has(second + Bias) ? new SharedBias(Slot(second + Bias), 1) : null;
        var reader = new UnitReader(new UnitTensor(outgoing, 1, new UnitSpan(dims[1], info.Units, block)), bias, null)
        {
            KeepsConstants = isMatrix,
        };
        return new UnitGroup(owned, [reader], new ConstantUnits(StayConstant: isMatrix, StayAlike: true), _ => { })
        {
            IsProduct = names.IsGated,
        };
    }

    private SafetensorsSlot Slot(string tensor) => new(_checkpoint.FileOf(tensor), tensor);

    private static long Rest(long[] dims, int first) => Math.Max(0, TensorShape.Elements(dims.AsSpan(Math.Min(first, dims.Length))));
}
