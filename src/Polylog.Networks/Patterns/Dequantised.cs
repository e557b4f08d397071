namespace Polylog.Networks;

/// <summary>
/// Stored whole numbers q that a DequantizeLinear node turns into scale (q - zero), with one scale and zero for all, or one for each index
/// of a dimension.
/// </summary>
internal sealed class Dequantised
{
    private Dequantised(OnnxNode node, OnnxTensor data) => (Node, Data) = (node, data);

    /// <summary>The node.</summary>
    public OnnxNode Node { get; }

    /// <summary>The whole numbers.</summary>
    public OnnxTensor Data { get; }

    /// <summary>Why they cannot be read; null if they can.</summary>
    public string? Fault { get; private init; }

    public OnnxTensor Scale { get => field!; private init; }

    /// <summary>The zero points; null for 0.</summary>
    public OnnxTensor? Zero { get; private init; }

    /// <summary>The dimension that has a scale for each index; -1 where one scale is for all.</summary>
    public int Axis { get; private init; }

    /// <summary>Whether a node is of this kind; ONNX Runtime has its own for types that old opsets lack.</summary>
    public static bool Is(OnnxNode node) =>
        node.OpType == "DequantizeLinear" && (node.IsStandard || node.Domain == "com.microsoft") && node.Outputs.Count > 0;

    /// <summary>Reads a node; null if its numbers are not stored.</summary>
    public static Dequantised? Of(OnnxGraph graph, OnnxNode node)
    {
        if (graph.Constant(node.Input(0)) is not { } data)
            return null;
        OnnxTensor? scale = graph.Constant(node.Input(1)), zero = graph.Constant(node.Input(2));
        int axis = scale is null || TensorShape.Elements(scale.Dims) == 1 ? -1 : Along(node, data.Dims.Length);
        bool hasZero = node.Input(2).Length > 0;
        string? fault = FaultOf(data, scale, axis) ?? (hasZero ? FaultOf(data, scale!, zero) : FaultWithoutZero(data));
        return new Dequantised(node, data)
        {
            Fault = fault is null ? null : $"the numbers that {node.Described} dequantises {fault}",
            Scale = scale!,
            Zero = zero,
            Axis = axis,
        };
    }

    // In front of opset 13 there is no axis, and no scales but one.
    private static int Along(OnnxNode node, int rank) => (int)ShapeOperators.Axis(node, "axis", 1, rank);

    private static string? FaultOf(OnnxTensor data, OnnxTensor? scale, int axis)
    {
        if (WholeFormat.Of(data.Type) is null)
            return $"are {OnnxTypes.Name(data.Type)}; 8, 16 and 32 bits are read, shrink the model before it is quantised";
        if (scale is null)
            return "have a scale that is worked out, quantise the model statically";
        if (scale.Format is null)
            return $"have scales that are {OnnxTypes.Name(scale.Type)}, not floating point";
        if (axis < 0)
            return null;
        if (scale.Dims.Length != 1)
        {
            return $"have scales of shape {TensorShape.Text(scale.Dims)}, so they come in blocks; quantise the model by tensor or by "
                + "channel";
        }
        return axis < data.Dims.Length && data.Dims[axis] == scale.Dims[0]
            ? null
            : $"have shape {TensorShape.Text(data.Dims)}, but scales of shape {TensorShape.Text(scale.Dims)}, quantise the model again";
    }

    private static string? FaultOf(OnnxTensor data, OnnxTensor scale, OnnxTensor? zero)
    {
        if (zero is null)
            return "have a zero point that is worked out, quantise the model statically";
        if (zero.Type != data.Type)
            return $"are {OnnxTypes.Name(data.Type)}, but their zero point is {OnnxTypes.Name(zero.Type)}, quantise the model again";
        return TensorShape.Elements(zero.Dims) == TensorShape.Elements(scale.Dims)
            ? null
            : $"have scales of shape {TensorShape.Text(scale.Dims)}, but zero points of shape {TensorShape.Text(zero.Dims)}, "
                + "quantise the model again";
    }

    private static string? FaultWithoutZero(OnnxTensor data) => WholeFormat.Of(data.Type)!.Value.IsSigned
        ? null
        : "are unsigned and have no zero point, so that other weights could not be negative; give it a zero point";
}
