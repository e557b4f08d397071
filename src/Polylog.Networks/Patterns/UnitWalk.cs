namespace Polylog.Networks;

/// <summary>
/// Follows units through a graph, forward to what reads them and back to what makes whatever is joined to them, until all tensors that
/// have numbers for a unit are known. Two values that are added or multiplied have the same units, so their makers have, too.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="shapes">The shapes of its values.</param>
internal sealed class UnitWalk(OnnxGraph graph, ValueShapes shapes)
{
    private readonly Dictionary<string, ValueAxis> _values = [];
    private readonly Queue<string> _ahead = [];
    private readonly HashSet<OnnxNode> _nodes = [];
    private readonly Dictionary<(OnnxNode, int), UnitTensor> _owned = [];
    private readonly Dictionary<(OnnxNode, int), UnitReader> _readers = [];
    private readonly Dictionary<(OnnxNode, string), Action<long>> _edits = [];
    private readonly List<(OnnxNode Node, string Value)> _sizes = [];

    public OnnxGraph Graph => graph;

    public ValueShapes Shapes => shapes;

    /// <summary>Why the units cannot be taken out; null if they can, as far as they were followed.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// If several units are one, such as the rows of a head: in how many parts and blocks the units have to be joined, in the order in
    /// which to try. Empty if the units are right.
    /// </summary>
    public IReadOnlyList<(long Parts, long Block)> Coarser { get; private set; } = [];

    /// <summary>What was met on the way.</summary>
    public UnitTraits Traits { get; private set; }

    /// <summary>The values that hold units.</summary>
    public IReadOnlyDictionary<string, ValueAxis> Values => _values;

    /// <summary>The nodes that make, change or read the units.</summary>
    public IReadOnlySet<OnnxNode> Nodes => _nodes;

    /// <summary>The tensors that make the responses, by node and input.</summary>
    public IReadOnlyDictionary<(OnnxNode Node, int Input), UnitTensor> Owned => _owned;

    /// <summary>The nodes that sum over the units, by node and input.</summary>
    public IReadOnlyDictionary<(OnnxNode Node, int Input), UnitReader> Readers => _readers;

    /// <summary>Changes sizes that the graph has as constants to those of another number of units.</summary>
    public void Resize(long units)
    {
        foreach (Action<long> edit in _edits.Values)
            edit(units);
        foreach ((string value, ValueAxis axis) in _values)
        {
            if (axis.Span.Length > 0)
                graph.Resize(value, -axis.FromEnd, axis.Span.Length, axis.Span.With(units).Length);
        }
    }

    /// <summary>Follows the units from a value; false at the first fault, or if several units are one.</summary>
    public bool Run(string value, ValueAxis axis)
    {
        Assign(value, axis);
        while (!IsStopped && _ahead.TryDequeue(out string? next))
            Follow(next);
        if (!IsStopped && _readers.Count == 0)
            Fail("its output is not used");
        foreach ((OnnxNode node, string size) in _sizes)
            CheckSize(node, size);
        return !IsStopped;
    }

    public bool Has(string value, out ValueAxis axis) => _values.TryGetValue(value, out axis);

    public bool Has(string value) => _values.ContainsKey(value);

    public void Fail(string fault) => Fault ??= fault;

    /// <summary>A fault that is a size which the file does not declare.</summary>
    public void FailUnknown(string fault) => Fail($"{fault}, run onnx.shape_inference first");

    public void Join(params IReadOnlyList<(long Parts, long Block)> coarser)
    {
        if (!IsStopped)
            Coarser = coarser;
    }

    public void Meet(UnitTraits trait) => Traits |= trait;

    /// <summary>Says which dimension of a value has the units.</summary>
    public void Assign(string value, ValueAxis axis)
    {
        if (IsStopped || value.Length == 0)
            return;
        if (axis.FromEnd < 1)
        {
            Fail($"the value {ModelErrors.Quote(value)} has no dimension for its units");
        }
        else if (!_values.TryGetValue(value, out ValueAxis known))
        {
            _values[value] = axis;
            _ahead.Enqueue(value);
        }
        else if (known.FromEnd != axis.FromEnd || !AreAlike(known.Span, axis.Span))
        {
            Fail($"the value {ModelErrors.Quote(value)} has its units in two orders");
        }
    }

    /// <summary>Says that an input of a node is a tensor with numbers for each unit.</summary>
    public void Own(OnnxNode node, int input, int axis, UnitSpan span, UnitRole role, double scale = 1)
    {
        if (node.Input(input).Length > 0 && !_owned.ContainsKey((node, input)) && Slot(node, input) is { } slot)
            Own(slot, input, axis, span, role, scale);
    }

    /// <summary>Says that an input of a node has a whole number for each unit: the zero points of quantised values.</summary>
    public void OwnWhole(OnnxNode node, int input, int axis, UnitSpan span)
    {
        if (node.Input(input).Length == 0 || _owned.ContainsKey((node, input)))
            return;
        if (OnnxSlot.ForInput(graph, node, input) is { } slot && WholeFormat.Of(slot.Type) is not null)
            Own(slot, input, axis, span, UnitRole.Constant, 1);
        else
            Fail($"{node.Described} has zero points that are not stored as whole numbers");
    }

    private void Own(OnnxSlot slot, int input, int axis, UnitSpan span, UnitRole role, double scale)
    {
        OnnxNode node = slot.Node;
        bool isForAll = TensorShape.Elements(slot.Dims) == 1;
        if (axis >= slot.Dims.Length || axis < 0 || (slot.Dims[axis] != span.Length && !isForAll))
        {
            Fail($"{node.Described} has a tensor of shape {TensorShape.Text(slot.Dims)}, which does not fit "
                + ModelErrors.Text($"{span.Units} units"));
            return;
        }
        if (role != UnitRole.Incoming)
            Meet(role == UnitRole.Bias ? UnitTraits.None : UnitTraits.Constants);
        _owned[(node, input)] = new UnitTensor(slot, axis, span, scale) { Role = role };
    }

    /// <summary>The role of numbers that multiply a value: where it has no other use, all of it is multiplied.</summary>
    public UnitRole FactorBehind(string value) => Graph.UseCount(value) == 1 ? UnitRole.Factor : UnitRole.Constant;

    /// <summary>Says that a node sums over the units.</summary>
    /// <param name="node">The node.</param>
    /// <param name="weights">Which input has the weights.</param>
    /// <param name="data">Which input has the responses.</param>
    /// <param name="axis">The dimension of the weights that has the units.</param>
    /// <param name="scale">The factor by which the node multiplies the weights.</param>
    public void Read(OnnxNode node, int weights, int data, int axis, double scale = 1)
    {
        ValueAxis units = _values[node.Input(data)];
        if (_readers.ContainsKey((node, weights)) || Slot(node, weights) is not { } slot)
            return;
        UnitSpan span = units.Span;
        if (span.Length == UnitSpan.Open && axis < slot.Dims.Length && slot.Dims[axis] % span.Units == 0)
            span = new UnitSpan(slot.Dims[axis], span.Units, slot.Dims[axis] / span.Units);
        if (axis >= slot.Dims.Length || slot.Dims[axis] != span.Length)
        {
            Fail($"{node.Described} has weights of shape {TensorShape.Text(slot.Dims)}, which do not fit "
                + ModelErrors.Text($"{span.Units} units"));
            return;
        }
        if (!span.IsWhole)
            Meet(UnitTraits.Joined);
        var place = new ResponsePlace(node.Input(data), units.FromEnd, span) { IsFlat = units.IsFlat };
        var tensor = new UnitTensor(slot, axis, span, scale);
        _readers[(node, weights)] = new UnitReader(tensor, ReaderBias.Of(graph, node, tensor.Layout.Rows), place)
        {
            Filter = ReaderBias.FilterOf(node, slot.Dims),
            KeepsConstants = !ReaderBias.IsPadded(node),
        };
    }

    /// <summary>Says how to change a size that the graph has as a constant, once for each.</summary>
    public void Edit(OnnxNode node, string what, Action<long> change) => _edits.TryAdd((node, what), change);

    /// <summary>Says how to change a shape that a node takes as an input.</summary>
    public void EditShape(OnnxNode node, string shape, Action<long> change)
    {
        Edit(node, "shape", change);
        _sizes.Add((node, shape));
    }

    /// <summary>The tensor of an input, which must be of a float type; else a fault.</summary>
    public OnnxSlot? Slot(OnnxNode node, int input)
    {
        OnnxSlot? slot = OnnxSlot.ForInput(graph, node, input);
        if (slot is QuantisedSlot)
            Meet(UnitTraits.Quantised);
        if (slot is null)
            Fail(WorkedOut.Reason(graph, node, input) ?? $"an input of {node.Described} is worked out by the model");
        else if (OnnxTypes.Format(slot.Type) is null)
            Fail(LinearNode.NotFloat(node, slot.Type));
        else if (TensorShape.Elements(slot.Dims) > 0)
            return slot;
        else
            Fail($"the weights of {node.Described} have shape {TensorShape.Text(slot.Dims)}, which holds no numbers");
        return null;
    }

    // A constant gets a copy for the node; a shape that nodes put together is the same for all that take it.
    private void CheckSize(OnnxNode node, string shape)
    {
        OnnxNode? user = graph.Uses(shape).Select(use => use.Node).FirstOrDefault(other => !_nodes.Contains(other));
        if (graph.Constant(shape) is null && user is not null)
            Fail($"{node.Described} takes its shape from {ModelErrors.Quote(shape)}, as {user.Described} does, which keeps its size");
    }

    private bool IsStopped => Fault is not null || Coarser.Count > 0;

    // A length that is open agrees with any.
    private static bool AreAlike(UnitSpan left, UnitSpan right) =>
        left == right || (left.Units == right.Units && (left.Length == UnitSpan.Open || right.Length == UnitSpan.Open));

    private void Follow(string value)
    {
        if (graph.Outputs.Contains(value))
            Fail(graph.Uses(value).Count == 0 ? "its output is the model's" : "its output is also an output of the model");
        else if (graph.Producer(value) is { } producer)
            Visit(producer);
        else
            Fail($"it is joined with the model's input {ModelErrors.Quote(value)}");
        foreach (ValueUse use in graph.Uses(value))
        {
            if (IsStopped)
                return;
            if (use.Input < 0)
                Fail($"it is used inside of {use.Node.Described}");
            else
                Visit(use.Node);
        }
    }

    private void Visit(OnnxNode node)
    {
        // The size of a value adapts itself to its units.
        if (IsStopped || node is { OpType: "Shape" or "Size", IsStandard: true })
            return;
        _nodes.Add(node);
        if (node.Outputs.Count == 0)
            Fail($"{node.Described} has no output");
        else
            UnitRules.Apply(this, node);
    }
}

/// <summary>What units go through between their makers and their readers.</summary>
[Flags]
internal enum UnitTraits
{
    None = 0,

    /// <summary>Constants of their own.</summary>
    Constants = 1,

    /// <summary>A product of two responses: a gate.</summary>
    Gated = 2,

    /// <summary>A sum of responses from several makers: residual channels.</summary>
    Added = 4,

    /// <summary>A filter for each.</summary>
    Depthwise = 8,

    /// <summary>Units beside other values in one tensor.</summary>
    Joined = 16,

    /// <summary>Attention.</summary>
    Heads = 32,

    /// <summary>Weights or responses of few bits.</summary>
    Quantised = 64,
}
