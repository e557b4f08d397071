namespace Polylog.Networks;

/// <summary>
/// A constant input of a node: an initialiser or a Constant, as it is or dequantised, or one of these behind Identity, Transpose and Cast
/// nodes. Writing to a tensor that other nodes also use gives this node a new tensor instead.
/// </summary>
internal abstract class OnnxSlot(SlotPath path) : TensorSlot
{
    private const int LongestChain = 8;

    /// <summary>The type of the numbers that the node gets.</summary>
    public abstract long Type { get; }

    public override object Key => (path.Node, path.Input);

    /// <summary>The node that the numbers are for.</summary>
    public OnnxNode Node => path.Node;

    protected SlotPath Path => path;

    /// <summary>The tensor behind an input; null if the input is left out or computed from other values.</summary>
    public static OnnxSlot? ForInput(OnnxGraph graph, OnnxNode node, int input)
    {
        var values = new List<string> { node.Input(input) };
        bool transposed = false;
        long type = 0;
        while (values.Count <= LongestChain)
        {
            var path = new SlotPath(graph, node, input, transposed, [.. values]);
            if (graph.Constant(values[^1]) is { } tensor)
            {
                bool readable = (!transposed || tensor.Dims.Length == 2) && (type == 0 || tensor.Format is not null);
                return readable ? new StoredSlot(path, tensor, type == 0 ? tensor.Type : type) : null;
            }
            if (graph.Producer(values[^1]) is not { } producer)
                return null;
            if (Dequantised.Is(producer))
            {
                return type == 0 && Dequantised.Of(graph, producer) is { Fault: null } source
                    && (!transposed || source.Data.Dims.Length == 2) ? new QuantisedSlot(path, source) : null;
            }
            if (!producer.IsStandard)
                return null;
            if (producer.OpType == "Transpose" && (producer.Attribute("perm") is not { } order || order.Integers is [1, 0]))
                transposed = !transposed;
            else if (producer.OpType == "Cast" && type == 0 && OnnxTypes.Format(producer.Integer("to", 0)) is not null)
                type = producer.Integer("to", 0);
            else if (producer.OpType != "Identity")
                return null;
            values.Add(producer.Input(0));
        }
        return null;
    }

    /// <summary>The weights of a node that sums inputs with weights: its second input, or of a product the first; null for none.</summary>
    public static OnnxSlot? Weights(OnnxGraph graph, OnnxNode node) =>
        ForInput(graph, node, 1) ?? (node.OpType == "MatMul" ? ForInput(graph, node, 0) : null);
}
