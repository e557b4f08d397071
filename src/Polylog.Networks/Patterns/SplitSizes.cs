namespace Polylog.Networks;

/// <summary>The sizes of the parts of a Split: an attribute in old opsets, an input in new ones, or even.</summary>
internal static class SplitSizes
{
    /// <summary>The sizes; null if they are worked out when the model runs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The Split.</param>
    /// <param name="length">The length of the dimension that is split; -1 if it is not known.</param>
    public static long[]? Of(OnnxGraph graph, OnnxNode node, long length)
    {
        if (node.Attribute("split") is { } attribute)
            return Possible([.. attribute.Integers]);
        if (node.Input(1).Length > 0)
            return Possible(graph.Constant(node.Input(1))?.ReadIntegers());
        int count = node.Outputs.Count;
        return length >= 0 && length % count == 0 ? [.. Enumerable.Repeat(length / count, count)] : null;
    }

    private static long[]? Possible(long[]? sizes) =>
        sizes is not null && Array.TrueForAll(sizes, size => size is >= 0 and <= int.MaxValue) ? sizes : null;

    /// <summary>Changes the sizes, where the node has them.</summary>
    public static void Write(OnnxGraph graph, OnnxNode node, long[] sizes)
    {
        if (node.Attribute("split") is not null)
            node.SetIntegers("split", sizes);
        else if (node.Input(1).Length > 0)
            graph.Detach(node, 1, OnnxTypes.Int64).Replace(sizes);
    }
}
