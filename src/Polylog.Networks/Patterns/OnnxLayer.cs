namespace Polylog.Networks;

/// <summary>
/// A layer found in a graph, or a node with weights that is none. Which nodes belong to it is found once; its sizes and tensors are looked
/// up again whenever the model has changed.
/// </summary>
internal sealed class OnnxLayer
{
    private readonly OnnxGraph _graph;
    private readonly UnitRegion? _region;
    private LinearNode _start;
    private LinearNode? _end;

    /// <param name="graph">The graph.</param>
    /// <param name="start">The node that makes the units.</param>
    /// <param name="region">What follows it; null where the start itself has a fault.</param>
    public OnnxLayer(OnnxGraph graph, LinearNode start, UnitRegion? region)
    {
        _graph = graph;
        _region = region;
        _start = start;
        Info = Describe();
    }

    /// <summary>Name, sizes, and the reason if it is not a sum over exchangeable units.</summary>
    public LayerInfo Info { get; private set; }

    /// <summary>The name of the node that makes the units; empty for none.</summary>
    public string NodeName => _start.Node.Name;

    /// <summary>The name of the incoming weights.</summary>
    public string WeightName => _start.Node.Input(1);

    /// <summary>The value that the first node makes.</summary>
    public string ValueName => _start.Node.Outputs[0];

    public void Rename(string name) => Info = Info with { Name = name };

    /// <summary>Looks up sizes and tensors again, after a change of the model.</summary>
    public void Refresh()
    {
        _start = LinearNode.Start(_graph, _start.Node) ?? _start;
        Info = Describe();
    }

    /// <summary>The same layer in a copy of the graph.</summary>
    public OnnxLayer In(OnnxGraph copy)
    {
        UnitRegion? region = _region is { End: { } end } ? _region with { End = copy.Nodes[_graph.Position(end)] } : _region;
        LinearNode? start = LinearNode.Start(copy, copy.Nodes[_graph.Position(_start.Node)]);
        return new OnnxLayer(copy, start ?? throw new InvalidOperationException("The copy has another graph."), region);
    }

    /// <summary>The layer's tensors.</summary>
    /// <exception cref="ModelFileException">It is not a sum over exchangeable units.</exception>
    public LayerPattern Pattern()
    {
        Info.CheckExchangeable(_graph.Path);
        bool constant = _region!.ConstantsStayConstant && !_end!.IsPadded;
        var tensors = new LayerTensors(
            _start.Weights!, _start.UnitBias, _end!.Weights!, _end.OutputBias, Resize)
        {
            ConstantsStayConstant = constant,
            ConstantsStayAlike = _region.ConstantsStayAlike,
            Responses = new ResponsePlace(_region.End!.Inputs[0], _region.Shape),
        };
        return new LayerPattern(Info, _region.Activation, tensors);
    }

    private LayerInfo Describe()
    {
        bool isWhole = _start.Fault is null && _region is { Fault: null };
        _end = isWhole ? LinearNode.End(_graph, _region!.End!, _region.Shape, _start.Units) : null;
        string? reason = _start.Fault ?? _region?.Fault ?? _end?.Fault;
        var info = new LayerInfo(NodeName, _start.Node.OpType, _start.Units, _start.Rows, 0, "", reason);
        return reason is null ? info with { Outputs = _end!.Rows, Activation = _region!.Activation!.Name } : info;
    }

    // The declared shapes between the two nodes would contradict the new weights.
    private void Resize(int units)
    {
        long places = _end!.Weights!.Layout.Block;
        foreach ((string value, UnitShape shape) in _region!.Values)
        {
            if (shape == UnitShape.Flat)
                _graph.Resize(value, 1, _start.Units * places, units * places);
            else
                _graph.Resize(value, shape == UnitShape.Last ? -1 : 1, _start.Units, units);
            // Any number of units fits [0, -1].
            if (_graph.Producer(value) is { OpType: "Reshape" } reshape && _graph.Constant(reshape.Input(1))?.ReadIntegers() is [-1, > 0])
                _graph.Detach(reshape, 1, OnnxTypes.Int64).Replace([0, -1]);
        }
    }
}
