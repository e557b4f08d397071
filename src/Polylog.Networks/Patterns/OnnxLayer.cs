namespace Polylog.Networks;

/// <summary>
/// A node with weights of a graph, and the group of units that it makes, or the reason why there is none. The group is looked up again
/// whenever the model has changed.
/// </summary>
internal sealed class OnnxLayer
{
    private readonly OnnxGraph _graph;
    private LinearNode _start;
    private UnitWalk? _walk;
    private PlainLayer? _plain;

    /// <param name="graph">The graph.</param>
    /// <param name="start">The node that makes the units.</param>
    /// <param name="walk">What is known of its units; null where the start itself has a fault.</param>
    public OnnxLayer(OnnxGraph graph, LinearNode start, UnitWalk? walk)
    {
        _graph = graph;
        _start = start;
        _walk = walk;
        Info = Describe();
    }

    /// <param name="graph">The graph.</param>
    /// <param name="start">The node that makes the units.</param>
    /// <param name="head">The layer that has the same units and is listed first.</param>
    public OnnxLayer(OnnxGraph graph, LinearNode start, OnnxLayer head)
    {
        _graph = graph;
        _start = start;
        Head = head;
        Info = Describe();
    }

    private OnnxLayer(OnnxGraph graph, LinearNode start, LayerInfo info, OnnxLayer? head)
    {
        _graph = graph;
        _start = start;
        Info = info;
        Head = head;
    }

    /// <summary>The layer that is listed first of those with the same units; null if this is it.</summary>
    public OnnxLayer? Head { get; }

    /// <summary>
    /// For a layer in a graph inside of a node, the names of the nodes around it, each with a slash: names need only differ in a graph.
    /// Such a layer is listed, and stays as it is. Empty for a layer of the main graph.
    /// </summary>
    public string Around { get; init; } = "";

    /// <summary>Name, sizes, and the reason if it is not a sum over exchangeable units.</summary>
    public LayerInfo Info { get; private set; }

    /// <summary>The name of the node that makes the units; empty for none.</summary>
    public string NodeName => _start.Node.Name.Length > 0 ? Around + _start.Node.Name : "";

    /// <summary>The name of the incoming weights.</summary>
    public string WeightName => Around + _start.WeightName;

    /// <summary>The value that the first node makes.</summary>
    public string ValueName => Around + _start.Node.Outputs[0];

    public void Rename(string name) => Info = Info with { Name = name };

    /// <summary>Whether a node makes units of this layer's group.</summary>
    public bool Makes(OnnxNode node) => _walk is { Fault: null } && _walk.Owned.Any(owned => owned.Key.Node == node
        && owned.Value.Role is UnitRole.Incoming or UnitRole.Constant && LinearNode.Is(node) && owned.Key.Input <= 1);

    /// <summary>Says to which other layers it belongs.</summary>
    public void NameGroup(IReadOnlyList<OnnxLayer> layers)
    {
        OnnxLayer head = Head ?? this;
        string[] group = [.. layers.Where(layer => (layer.Head ?? layer) == head).Select(layer => layer.Info.Name)];
        Info = Info with { Group = group.Length > 1 ? group : [] };
    }

    /// <summary>Looks up sizes and tensors again, after a change of the model.</summary>
    public void Refresh(ValueShapes shapes)
    {
        if (Around.Length > 0)
            return;
        _start = LinearNode.Of(_graph, _start.Node) ?? _start;
        if (Info.Reason is not null)
        {
            // The reason stays; what it reads may have become less.
            Info = Info with { Units = _start.Units, Inputs = _start.Inputs };
            return;
        }
        if (Head is null)
            _walk = new GroupSearch(_graph, shapes).Run(_start);
        Info = Describe() with { Name = Info.Name, Group = Info.Group };
    }

    /// <summary>The same layers in a copy of their graph, whose groups are looked for when they are needed.</summary>
    public static IReadOnlyList<OnnxLayer> In(OnnxGraph copy, IReadOnlyList<OnnxLayer> layers)
    {
        var made = new Dictionary<OnnxLayer, OnnxLayer>();
        foreach (OnnxLayer layer in layers)
        {
            if (layer.Around.Length > 0)
            {
                made[layer] = new OnnxLayer(layer._graph, layer._start, layer.Info, null) { Around = layer.Around };
                continue;
            }
            LinearNode? start = LinearNode.Of(copy, copy.Nodes[layer._graph.Position(layer._start.Node)]);
            OnnxLayer? head = layer.Head is null ? null : made[layer.Head];
            made[layer] = new OnnxLayer(
                copy, start ?? throw new InvalidOperationException("The copy has another graph."), layer.Info, head);
        }
        return [.. layers.Select(layer => made[layer])];
    }

    /// <summary>The layer's tensors.</summary>
    /// <exception cref="ModelFileException">It is not a sum over exchangeable units.</exception>
    public LayerPattern Pattern()
    {
        Info.CheckExchangeable(_graph.Path);
        if (Head is not null)
            return Head.Pattern();
        if (_walk is null)
        {
            _walk = new GroupSearch(_graph, new ValueShapes(_graph)).Run(_start);
            _plain = PlainLayer.Of(_graph, _start, _walk);
        }
        UnitWalk walk = _walk;
        UnitTensor[] owned = [.. walk.Owned.OrderBy(entry => entry.Key.Node == _start.Node ? -1 : _graph.Position(entry.Key.Node))
            .ThenBy(entry => entry.Key.Input).Select(entry => entry.Value)];
        UnitReader[] readers =
            [.. walk.Readers.OrderBy(entry => _graph.Position(entry.Key.Node)).Select(entry => WithColumns(entry.Value))];
        // Whether padding lies between is not known of other groups; least squares finds the best constant all the same.
        ConstantUnits constants = _plain?.Constants ?? new ConstantUnits(StayConstant: true, StayAlike: false);
        var group = new UnitGroup(_plain?.Owned ?? owned, readers, constants, units => walk.Resize(units))
        {
            IsProduct = (walk.Traits & (UnitTraits.Gated | Branches)) == UnitTraits.Gated,
            IsSequence = (walk.Traits & (UnitTraits.Gated | Branches)) == 0
                && readers.Select(reader => reader.Responses).Distinct().Count() == 1,
        };
        return new LayerPattern(Info, _plain?.Activation, group);
    }

    private const UnitTraits Branches = UnitTraits.Added | UnitTraits.Heads;

    // The numbers of a head, or of a group of channels, are matched together; places of a channel are samples of their own.
    private UnitReader WithColumns(UnitReader reader)
    {
        const int MostColumns = 4096;
        UnitSpan span = reader.Responses!.Span;
        bool isJoint = _start.Units > _walk!.Values[ValueName].Span.Units && span.Each > 1 && span.Units * span.Each <= MostColumns;
        return isJoint ? reader with { Responses = reader.Responses with { Columns = (int)span.Each } } : reader;
    }

    private LayerInfo Describe()
    {
        string? reason = _start.Fault ?? (Head is null ? _walk?.Fault : Head.Info.Reason);
        var info = new LayerInfo(NodeName, _start.Node.OpType, _start.Units, _start.Inputs, 0, "") { Reason = reason };
        if (reason is not null || Head is not null)
        {
            return Head is null
                ? info
                : info with { Outputs = Head.Info.Outputs, Activation = Head.Info.Activation, Pattern = Head.Info.Pattern };
        }
        _plain = PlainLayer.Of(_graph, _start, _walk!);
        long outputs = _walk!.Readers.Values.Sum(reader => (long)reader.Outputs);
        long units = _walk.Values[ValueName].Span.Units;
        return info with
        {
            Units = units,
            Inputs = _start.Inputs * (_start.Units / units),
            Outputs = outputs,
            Activation = _plain?.Activation.Name ?? GroupNames.Between(_graph, _walk),
            Pattern = GroupNames.Pattern(_walk, _plain is not null),
            Readers = [.. _walk.Readers.Keys.Select(key => key.Node).Distinct().OrderBy(_graph.Position).Select(GroupNames.Of)],
            Parameters = GroupNames.Parameters(_walk),
        };
    }
}
