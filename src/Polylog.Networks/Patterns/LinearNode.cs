namespace Polylog.Networks;

/// <summary>A Gemm, MatMul or Conv with constant weights, either as the node that makes units or as the node that sums them.</summary>
internal sealed class LinearNode
{
    private LinearNode(OnnxNode node) => Node = node;

    public OnnxNode Node { get; }

    /// <summary>Why it cannot play its part; null if it can.</summary>
    public string? Fault { get; private set; }

    public long Units { get; private set; }

    /// <summary>Inputs of a node that makes units; outputs of a node that sums them.</summary>
    public long Rows { get; private set; }

    public UnitTensor? Weights { get; private set; }

    /// <summary>The biases of the units, of a node that makes them.</summary>
    public UnitTensor? UnitBias { get; private set; }

    /// <summary>The biases of the outputs, of a node that sums units.</summary>
    public SharedBias? OutputBias { get; private set; }

    /// <summary>The value it makes, with the bias added.</summary>
    public string Value { get; private set; } = "";

    public bool IsConv => Node.OpType == "Conv";

    /// <summary>Whether it pads its input, so that places at the border get fewer terms.</summary>
    public bool IsPadded => IsConv && (Node.Attribute("auto_pad")?.Text is { } mode && mode is not ("NOTSET" or "VALID")
        || Node.Attribute("pads") is { } pads && pads.Integers.Exists(pad => pad != 0));

    public static bool Is(OnnxNode node) => node.IsStandard && node.OpType is "Gemm" or "MatMul" or "Conv";

    /// <summary>Reads a node as one that makes units; null if it has no weights.</summary>
    public static LinearNode? Start(OnnxGraph graph, OnnxNode node)
    {
        if (!Is(node) || node.Outputs.Count == 0)
            return null;
        var linear = new LinearNode(node) { Value = node.Outputs[0] };
        if (OnnxSlot.ForInput(graph, node, 1) is not { } slot)
        {
            // A product of two computed values, as in attention, has no weights.
            if (graph.Producer(node.Input(1)) is not { } maker || graph.Constant(maker.Input(0)) is null)
                return null;
            linear.Fault = $"its weights are worked out by {maker.Described}";
            return linear;
        }
        long[] dims = slot.Dims;
        if (dims.Length >= 2 && TensorShape.Elements(dims) > 0)
        {
            linear.Units = dims[linear.UnitAxis];
            linear.Rows = TensorShape.Elements(dims) / linear.Units;
        }
        linear.Fault = linear.SlotFault(slot) ?? linear.ReadStart(graph, slot);
        return linear;
    }

    /// <summary>Reads a node as one that sums units, which come in the given shape.</summary>
    public static LinearNode End(OnnxGraph graph, OnnxNode node, UnitShape shape, long units)
    {
        var linear = new LinearNode(node) { Units = units };
        if (node.Outputs.Count == 0)
        {
            linear.Fault = $"{node.Described}, which takes its output, has none itself";
            return linear;
        }
        linear.Fault = OnnxSlot.ForInput(graph, node, 1) is not { } slot
            ? $"{node.Described}, which takes its output, has no weights that are stored"
            : linear.SlotFault(slot) ?? linear.ReadEnd(graph, slot, shape);
        return linear;
    }

    private string? SlotFault(OnnxSlot slot)
    {
        if (OnnxTypes.Format(slot.Type) is null)
            return $"the weights of {Node.Described} are {OnnxTypes.Name(slot.Type)}, not floating point";
        if (IsConv ? slot.Dims.Length < 3 : slot.Dims.Length != 2)
            return $"the weights of {Node.Described} have shape {TensorShape.Text(slot.Dims)}";
        if (TensorShape.Elements(slot.Dims) <= 0)
        {
            string fault = slot.Dims.Contains(0) ? "holds no numbers" : "no tensor has";
            return $"the weights of {Node.Described} have shape {TensorShape.Text(slot.Dims)}, which {fault}";
        }
        if (IsConv && Node.Integer("group", 1) != 1)
            return $"{Node.Described} is a grouped convolution: its channels do not see the same inputs";
        if (Node.OpType == "Gemm" && Node.Integer("transA", 0) != 0)
            return $"{Node.Described} transposes its input";
        return Node.OpType == "Gemm" && Alpha == 0 ? $"{Node.Described} multiplies by alpha 0" : null;
    }

    private double Alpha => Node.Float("alpha", 1);

    private bool Transposed => Node.OpType == "Gemm" && Node.Integer("transB", 0) != 0;

    // The dimension of the weights that counts units, for a node that makes them.
    private int UnitAxis => IsConv || Transposed ? 0 : 1;

    private double Beta => Node.OpType == "Gemm" ? Node.Float("beta", 1) : 1;

    private string? ReadStart(OnnxGraph graph, OnnxSlot slot)
    {
        if (Node.OpType == "Gemm" && Beta == 0 && Node.Input(2).Length > 0)
            return $"{Node.Described} multiplies its bias by beta 0; leave the bias out";
        UnitLayout layout = UnitAxis == 0 ? UnitLayout.UnitsFirst(Rows, Units) : UnitLayout.RowsThenUnits(Rows, Units, 1);
        Weights = new UnitTensor(slot, layout, UnitAxis, Node.OpType == "Gemm" ? Alpha : 1);
        if (!FindBias(graph, Units, forAll: true, out OnnxSlot? bias, out string? fault))
            return fault;
        UnitBias = bias is null ? null : new UnitTensor(bias, UnitLayout.UnitsFirst(1, Units), bias.Dims.Length - 1, Beta);
        return null;
    }

    private string? ReadEnd(OnnxGraph graph, OnnxSlot slot, UnitShape shape)
    {
        long[] dims = slot.Dims;
        Value = Node.Outputs[0];
        int axis = IsConv || Transposed ? 1 : 0;
        if (IsConv != (shape is UnitShape.Channels or UnitShape.Pooled))
            return $"{Node.Described} does not sum over its units, which come in another dimension";
        bool flat = shape == UnitShape.Flat;
        if (flat ? dims[axis] % Units != 0 : dims[axis] != Units)
            return $"{Node.Described} has weights of shape {TensorShape.Text(dims)}, which do not fit {ModelErrors.Text($"{Units}")} units";
        Rows = dims[1 - axis];
        long block = TensorShape.Elements(dims) / Units / Rows;
        UnitLayout layout = axis == 1 ? UnitLayout.RowsThenUnits(Rows, Units, block) : UnitLayout.UnitsThenRows(Rows, Units, block);
        Weights = new UnitTensor(slot, layout, axis, Node.OpType == "Gemm" ? Alpha : 1);
        // A bias that cannot be read is no fault: it is then not used.
        if (FindBias(graph, Rows, forAll: false, out OnnxSlot? bias, out _) && bias is not null)
            OutputBias = new SharedBias(bias, Beta);
        return null;
    }

    // The bias of a MatMul is an Add behind it. Returns false and a fault if there is a bias of another shape than one number for each unit
    // or output (or, with forAll, one number for all).
    private bool FindBias(OnnxGraph graph, long count, bool forAll, out OnnxSlot? bias, out string? fault)
    {
        bias = null;
        fault = null;
        if (Node.OpType == "MatMul")
        {
            FindAdd(graph, count, ref bias);
            return true;
        }
        if (Node.Input(2).Length == 0 || Beta == 0)
            return true;
        bias = OnnxSlot.ForInput(graph, Node, 2);
        if (bias is null)
            fault = $"the bias of {Node.Described} is worked out by the model";
        else if (!IsRow(bias, count) && !(forAll && OnnxTypes.Format(bias.Type) is not null && TensorShape.Elements(bias.Dims) == 1))
        {
            fault = $"the bias of {Node.Described} has shape {TensorShape.Text(bias.Dims)}, "
                + ModelErrors.Text($"not one number for each of {count}");
        }
        return fault is null;
    }

    private void FindAdd(OnnxGraph graph, long count, ref OnnxSlot? bias)
    {
        string value = Node.Outputs[0];
        if (graph.UseCount(value) != 1 || graph.Uses(value) is not [{ Input: >= 0 } use]
            || use.Node is not { OpType: "Add", IsStandard: true, Inputs.Count: 2, Outputs.Count: > 0 } add)
        {
            return;
        }
        if (OnnxSlot.ForInput(graph, add, 1 - use.Input) is { } slot && IsRow(slot, count))
        {
            bias = slot;
            Value = add.Outputs[0];
        }
    }

    private static bool IsRow(OnnxSlot slot, long count) =>
        OnnxTypes.Format(slot.Type) is not null && slot.Dims is [.., var last] && last == count && TensorShape.Elements(slot.Dims) == count;
}
