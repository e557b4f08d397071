namespace Polylog.Networks;

/// <summary>A node with weights that makes units: its sizes, and where the units begin.</summary>
internal sealed class LinearNode
{
    private const string InPairs = ", quantise the model in the form of QuantizeLinear and DequantizeLinear nodes";

    private LinearNode(OnnxNode node, string? fault) => (Node, Fault) = (node, fault);

    public OnnxNode Node { get; }

    /// <summary>Why it makes no units that can be followed; null if it does.</summary>
    public string? Fault { get; }

    /// <summary>Numbers it makes at each place, of which each or each block is a unit.</summary>
    public long Units { get; private init; }

    /// <summary>Incoming weights of each, without the bias.</summary>
    public long Inputs { get; private init; }

    /// <summary>The dimension of its output that has the units, 1 for the last.</summary>
    public int FromEnd { get; private init; }

    /// <summary>The name of its weights.</summary>
    public string WeightName { get; private init; } = "";

    /// <summary>Whether a node is of a kind that sums inputs with weights.</summary>
    public static bool Is(OnnxNode node) =>
        (node.IsStandard && node.OpType is "Gemm" or "MatMul" or "Conv" or "ConvTranspose" or "LSTM" or "GRU" or "RNN")
        || (node.Domain == "com.microsoft" && node.OpType == "Attention");

    /// <summary>Reads a node; null if it has no weights.</summary>
    public static LinearNode? Of(OnnxGraph graph, OnnxNode node)
    {
        if (node.Outputs.Count > 0 && OfWholeNumbers(graph, node) is { } whole)
            return whole;
        if (!Is(node) || node.Outputs.Count == 0)
            return null;
        bool leads = node.OpType == "MatMul" && OnnxSlot.ForInput(graph, node, 1) is null;
        int input = leads && OnnxSlot.ForInput(graph, node, 0) is not null ? 0 : 1;
        if (OnnxSlot.ForInput(graph, node, input) is not { } slot)
        {
            // A product of two computed values, as in attention, has no weights.
            return WorkedOut.Reason(graph, node, 1) is { } reason ? new LinearNode(node, reason) { WeightName = node.Input(1) } : null;
        }
        long[] dims = slot.Dims;
        int axis = node.OpType switch
        {
            "Conv" => 0,
            "Gemm" when node.Integer("transB", 0) != 0 => 0,
            "MatMul" when input == 0 => 0,
            _ => 1,
        };
        bool isRight = dims.Length >= 2 && TensorShape.Elements(dims) > 0;
        // Queries, keys and values are in one matrix, and each output has a column of each.
        long units = !isRight ? 0 : node.OpType == "Attention" ? Math.Max(1, dims[axis] / 3) : dims[axis];
        return new LinearNode(node, FaultOf(node, slot))
        {
            Units = units,
            Inputs = isRight ? TensorShape.Elements(dims) / units : 0,
            FromEnd = node.OpType is "Conv" or "ConvTranspose" ? dims.Length - 1 : node.OpType == "MatMul" && input == 0 ? 2 : 1,
            WeightName = node.Input(input),
        };
    }

    /// <summary>The same node, refused for where it is.</summary>
    public LinearNode Refused(string fault) => new(Node, fault)
    {
        Units = Units,
        Inputs = Inputs,
        FromEnd = FromEnd,
        WeightName = WeightName,
    };

    /// <summary>Why weights of a type are not read.</summary>
    public static string NotFloat(OnnxNode node, long type)
    {
        string wayOut = WholeFormat.Of(type) is null ? "" : InPairs;
        return $"the weights of {node.Described} are {OnnxTypes.Name(type)}, not floating point{wayOut}";
    }

    // Operators for quantised weights, which models get where they are not quantised in the form of pairs of nodes.
    private static LinearNode? OfWholeNumbers(OnnxGraph graph, OnnxNode node)
    {
        int weights = node.OpType switch
        {
            "QLinearConv" or "QLinearMatMul" or "QGemm" => 3,
            "ConvInteger" or "MatMulInteger" or "DynamicQuantizeMatMul" or "MatMulIntegerToFloat" or "MatMulNBits" => 1,
            _ => -1,
        };
        if (weights < 0 || graph.Constant(node.Input(weights)) is null)
            return null;
        return new LinearNode(node, $"{node.Described} works with whole numbers{InPairs}") { WeightName = node.Input(weights) };
    }

    private static string? FaultOf(OnnxNode node, OnnxSlot slot)
    {
        long[] dims = slot.Dims;
        bool isConv = node.OpType is "Conv" or "ConvTranspose";
        if (OnnxTypes.Format(slot.Type) is null)
            return NotFloat(node, slot.Type);
        if (node.OpType is "LSTM" or "GRU" or "RNN")
            return $"{node.Described} feeds its states back at every step; its units are not taken apart";
        if (isConv ? dims.Length < 3 : dims.Length != 2)
            return $"the weights of {node.Described} have shape {TensorShape.Text(dims)}";
        if (TensorShape.Elements(dims) <= 0)
        {
            string fault = dims.Contains(0) ? "holds no numbers" : "no tensor has";
            return $"the weights of {node.Described} have shape {TensorShape.Text(dims)}, which {fault}";
        }
        return node.OpType == "ConvTranspose" && node.Integer("group", 1) != 1
            ? $"{node.Described} is a grouped transposed convolution, which is not read"
            : null;
    }
}
