namespace Polylog.Networks;

/// <summary>The main graph of a model: its nodes and initialisers, and which nodes make and use each value.</summary>
internal sealed class OnnxGraph
{
    private readonly WireMessage _message;
    private readonly List<OnnxNode> _nodes;
    private readonly Dictionary<string, (OnnxTensor Tensor, WireField Field)> _initializers = [];
    private readonly Dictionary<string, OnnxNode> _producers = [];
    private readonly Dictionary<string, List<ValueUse>> _uses = [];
    private readonly Dictionary<OnnxNode, int> _positions = [];

    public OnnxGraph(WireMessage message, string path)
    {
        _message = message;
        Path = path;
        foreach (WireField field in message.All(OnnxFields.GraphInitializer))
        {
            var tensor = new OnnxTensor(field.Message(path), path);
            if (!_initializers.TryAdd(tensor.Name, (tensor, field)))
            {
                throw ModelErrors.At(path, $"it has two initialisers called {ModelErrors.Quote(tensor.Name)}",
                    $"names must be unique, {ModelErrors.Again}");
            }
        }
        _nodes = [.. message.All(OnnxFields.GraphNode).Select(field => new OnnxNode(field, path))];
        Outputs = Names(OnnxFields.GraphOutput);
        Index();
    }

    /// <summary>The file it was read from, for messages.</summary>
    public string Path { get; }

    public WireMessage Message => _message;

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlySet<string> Outputs { get; }

    public IEnumerable<OnnxTensor> Initializers => _initializers.Values.Select(entry => entry.Tensor);

    /// <summary>Initialisers and tensors in attributes of nodes, without those of graphs inside of nodes.</summary>
    public IEnumerable<OnnxTensor> Tensors =>
        Initializers.Concat(_nodes.SelectMany(node => node.Attributes).Select(attribute => attribute.Tensor).OfType<OnnxTensor>());

    /// <summary>The batch size that all inputs of the model declare; null if it is open or differs.</summary>
    public long? Examples
    {
        get
        {
            IEnumerable<WireField> inputs = _message.All(OnnxFields.GraphInput)
                .Where(input => Initializer(input.Message(Path).Text(OnnxFields.ValueName)) is null);
            long?[] firsts = [.. inputs.Select(FirstDim).Distinct()];
            return firsts.Length == 1 ? firsts[0] : null;
        }
    }

    /// <summary>The values whose shape the file declares; -1 for a dimension that is open.</summary>
    public IEnumerable<(string Name, long[] Dims)> Declared
    {
        get
        {
            foreach (WireField info in _message.All(OnnxFields.GraphInput).Concat(_message.All(OnnxFields.GraphValueInfo))
                .Concat(_message.All(OnnxFields.GraphOutput)))
            {
                WireMessage value = info.Message(Path);
                bool hasShape = value.Last(OnnxFields.ValueType)?.Message(Path).Last(OnnxFields.TypeTensor)?.Message(Path)
                    .Last(OnnxFields.TensorTypeShape) is not null;
                if (hasShape)
                    yield return (value.Text(OnnxFields.ValueName), [.. Dims(info).Select(Size)]);
            }
        }
    }

    public OnnxTensor? Initializer(string name) =>
        _initializers.TryGetValue(name, out (OnnxTensor Tensor, WireField Field) entry) ? entry.Tensor : null;

    public OnnxNode? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>The position of a node in the file.</summary>
    public int Position(OnnxNode node) => _positions[node];

    /// <summary>The uses of a value by nodes, also inside of their graphs.</summary>
    public IReadOnlyList<ValueUse> Uses(string value) => _uses.TryGetValue(value, out List<ValueUse>? uses) ? uses : [];

    /// <summary>How often a value is used, by nodes or as an output of the model.</summary>
    public int UseCount(string value) => Uses(value).Count + (Outputs.Contains(value) ? 1 : 0);

    /// <summary>The tensor of a constant value: an initialiser, or the tensor of a Constant node; null for other values.</summary>
    public OnnxTensor? Constant(string value)
    {
        if (value.Length == 0)
            return null;
        if (Initializer(value) is { } initializer)
            return initializer;
        return Producer(value) is { OpType: "Constant", IsStandard: true } node ? node.Attribute("value")?.Tensor : null;
    }

    /// <summary>Gives one input of a node a new tensor. The old one is removed if nothing else uses it.</summary>
    public OnnxTensor Detach(OnnxNode node, int input, long type)
    {
        string old = node.Input(input);
        string name = FreeName(old);
        WireMessage made = OnnxTensor.Made(name, type);
        var field = WireField.FromMessage(OnnxFields.GraphInitializer, made);
        _message.Add(field);
        var tensor = new OnnxTensor(made, Path);
        _initializers[name] = (tensor, field);
        node.SetInput(input, name);
        Index();
        Prune(old);
        return tensor;
    }

    /// <summary>Updates one dimension of the declared shape of a value; a negative axis counts from the last.</summary>
    public void Resize(string value, int axis, long old, long made)
    {
        foreach (WireField field in ValueInfos(value).ToArray())
        {
            WireField[] dims = Dims(field);
            int place = axis < 0 ? dims.Length + axis : axis;
            if (place < 0 || place >= dims.Length)
                continue;
            WireMessage dim = dims[place].Message(Path);
            if (dim.Last(OnnxFields.DimValue, WireType.Varint) is not { } number)
                continue;
            if ((long)number.Number64 == old)
                dim.Replace(number, WireField.FromNumber(OnnxFields.DimValue, made));
            else
                _message.Remove(field);
        }
    }

    private WireField[] Dims(WireField valueInfo) => valueInfo.Message(Path).Last(OnnxFields.ValueType)?.Message(Path)
        .Last(OnnxFields.TypeTensor)?.Message(Path)
        .Last(OnnxFields.TensorTypeShape)?.Message(Path) is { } shape ? [.. shape.All(OnnxFields.ShapeDim)] : [];

    private long Size(WireField dim) =>
        dim.Message(Path).Last(OnnxFields.DimValue, WireType.Varint) is { Number64: > 0 and <= int.MaxValue } number
            ? (long)number.Number64 : -1;

    private long? FirstDim(WireField valueInfo) =>
        Dims(valueInfo) is [var first, ..] && first.Message(Path).Last(OnnxFields.DimValue, WireType.Varint) is { } number
            ? (long)number.Number64
            : null;

    /// <summary>Updates the declared shape of an initialiser, if it has one.</summary>
    public void Redeclare(string initializer, ReadOnlySpan<long> before, ReadOnlySpan<long> now)
    {
        for (int axis = 0; axis < now.Length; axis++)
        {
            if (before[axis] != now[axis])
                Resize(initializer, axis, before[axis], now[axis]);
        }
    }

    // Values that nodes make are declared as values, initialisers of old models as inputs.
    private IEnumerable<WireField> ValueInfos(string value) =>
        _message.All(OnnxFields.GraphValueInfo).Concat(_message.All(OnnxFields.GraphInput))
            .Where(field => field.Message(Path).Text(OnnxFields.ValueName) == value);

    private HashSet<string> Names(int number) =>
        [.. _message.All(number).Select(field => field.Message(Path).Text(OnnxFields.ValueName))];

    private string FreeName(string near)
    {
        for (int i = 1; ; i++)
        {
            string name = ModelErrors.Text($"{near}_{i}");
            if (!_initializers.ContainsKey(name) && !_producers.ContainsKey(name) && !_uses.ContainsKey(name) && !ValueInfos(name).Any())
                return name;
        }
    }

    // Removes tensors and nodes that nothing uses any more.
    private void Prune(string value)
    {
        if (UseCount(value) > 0)
            return;
        if (_initializers.Remove(value, out (OnnxTensor Tensor, WireField Field) entry))
        {
            _message.Remove(entry.Field);
            foreach (WireField info in ValueInfos(value).ToArray())
                _message.Remove(info);
        }
        else if (Producer(value) is { } node && node.Outputs.All(output => UseCount(output) == 0))
        {
            _message.Remove(node.Field);
            _nodes.Remove(node);
            Index();
            foreach (string input in node.Inputs.Where(input => Constant(input) is not null || Producer(input) is not null))
                Prune(input);
        }
    }

    private void Index()
    {
        _producers.Clear();
        _uses.Clear();
        _positions.Clear();
        foreach (OnnxNode node in _nodes)
        {
            _positions[node] = _positions.Count;
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                if (!_producers.TryAdd(output, node))
                {
                    throw ModelErrors.At(Path, $"two nodes make the value {ModelErrors.Quote(output)}",
                        $"names must be unique, {ModelErrors.Again}");
                }
            }
            for (int i = 0; i < node.Inputs.Count; i++)
                AddUse(node.Inputs[i], new ValueUse(node, i));
            foreach (string name in node.Graphs.SelectMany(graph => NamesIn(graph, 1)).Distinct())
                AddUse(name, new ValueUse(node, -1));
        }
    }

    private void AddUse(string value, ValueUse use)
    {
        if (value.Length == 0)
            return;
        if (!_uses.TryGetValue(value, out List<ValueUse>? uses))
            _uses[value] = uses = [];
        uses.Add(use);
    }

    // A graph inside of a node can use the values around it. Names of its own values may be counted too: that only makes uses more.
    private IEnumerable<string> NamesIn(WireMessage graph, int depth)
    {
        if (depth > OnnxTensors.DeepestGraph)
            throw OnnxTensors.TooDeep(Path);
        foreach (WireField output in graph.All(OnnxFields.GraphOutput))
            yield return output.Message(Path).Text(OnnxFields.ValueName);
        foreach (WireField field in graph.All(OnnxFields.GraphNode))
        {
            var node = new OnnxNode(field, Path);
            foreach (string name in node.Inputs.Concat(node.Graphs.SelectMany(inner => NamesIn(inner, depth + 1))))
                yield return name;
        }
    }
}

/// <summary>A use of a value.</summary>
/// <param name="Node">The node.</param>
/// <param name="Input">Which of its inputs; -1 for a use inside of one of its graphs.</param>
internal sealed record ValueUse(OnnxNode Node, int Input);
