namespace Polylog.Networks;

/// <summary>The shapes that operators make which move, join or drop dimensions.</summary>
internal static class ShapeOperators
{
    private static readonly HashSet<string> s_kept =
    [
        "BatchNormalization", "InstanceNormalization", "LayerNormalization", "GroupNormalization", "Softmax", "LogSoftmax", "LRN",
        "LpNormalization", "MeanVarianceNormalization", "Not", "CumSum", "QuantizeLinear", "DequantizeLinear", "RMSNormalization",
        "SimplifiedLayerNormalization", "IsNaN", "Floor", "Ceil", "Round", "Sign", "Log",
    ];

    /// <summary>Whether the first output has the shape of the first input.</summary>
    public static bool KeepsShape(OnnxNode node) =>
        s_kept.Contains(node.OpType) || ElementwiseOperators.PassesOn(node) || node.OpType is "Cast" or "Dropout"
        || ElementwiseOperators.Function(node) is not null;

    /// <summary>The shape of the first output; null if it is not known.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="first">Dimensions of its first input; null if they are not known.</param>
    public static long[]? Output(OnnxGraph graph, OnnxNode node, long[]? first)
    {
        if (first is null)
            return node.OpType == "Flatten" ? [-1, -1] : null;
        int rank = first.Length;
        switch (node.OpType)
        {
            case "Transpose":
                long[] order = Order(node, rank);
                return order.All(axis => axis >= 0 && axis < rank) ? [.. order.Select(axis => first[axis])] : null;
            case "Flatten":
                int at = (int)Axis(node, "axis", 1, rank);
                return [TensorShape.Elements(first.AsSpan(..at)), TensorShape.Elements(first.AsSpan(at..))];
            case "Squeeze":
                return Axes(graph, node, rank) is { } gone ? [.. first.Where((_, axis) => !gone.Contains(axis))] : null;
            case "Unsqueeze":
                return Unsqueezed(graph, node, first);
            case "Tile":
                return [.. first.Select(_ => -1L)];
            default:
                return node.OpType.StartsWith("Reduce", StringComparison.Ordinal) ? Reduced(graph, node, first) : null;
        }
    }

    /// <summary>The axes of a node, counted from the first: an attribute in old opsets, the second input in new ones.</summary>
    public static HashSet<long>? Axes(OnnxGraph graph, OnnxNode node, int rank)
    {
        IEnumerable<long>? axes = node.Attribute("axes")?.Integers ?? (IEnumerable<long>?)graph.Constant(node.Input(1))?.ReadIntegers();
        return axes is null ? null : [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
    }

    /// <summary>An axis of a node, counted from the first; at most the rank.</summary>
    public static long Axis(OnnxNode node, string name, long otherwise, int rank)
    {
        long axis = node.Integer(name, otherwise);
        return Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
    }

    /// <summary>The order of a Transpose.</summary>
    public static long[] Order(OnnxNode node, int rank) => node.Attribute("perm") is { } given
        ? [.. given.Integers]
        : [.. Enumerable.Range(1, rank).Select(i => (long)(rank - i))];

    private static long[]? Unsqueezed(OnnxGraph graph, OnnxNode node, long[] first)
    {
        IEnumerable<long>? axes = node.Attribute("axes")?.Integers ?? (IEnumerable<long>?)graph.Constant(node.Input(1))?.ReadIntegers();
        if (axes is null)
            return null;
        int rank = first.Length + axes.Count();
        HashSet<long> added = [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        var rest = new Queue<long>(first);
        return [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) || rest.Count == 0 ? 1 : rest.Dequeue())];
    }

    private static long[]? Reduced(OnnxGraph graph, OnnxNode node, long[] first)
    {
        bool keeps = node.Integer("keepdims", 1) != 0;
        HashSet<long>? axes = node.Attribute("axes") is null && node.Input(1).Length == 0
            ? [.. Enumerable.Range(0, first.Length).Select(axis => (long)axis)]
            : Axes(graph, node, first.Length);
        if (axes is null)
            return null;
        return keeps
            ? [.. first.Select((dim, axis) => axes.Contains(axis) ? 1 : dim)]
            : [.. first.Where((_, axis) => !axes.Contains(axis))];
    }
}
