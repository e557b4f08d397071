namespace Polylog.Networks;

/// <summary>Why the weights of a node are not stored, although nothing but constants goes into them.</summary>
internal static class WorkedOut
{
    private const int LongestChain = 8;

    /// <summary>The reason; null where they depend on the model's inputs, as a product of two computed values does.</summary>
    public static string? Reason(OnnxGraph graph, OnnxNode node, int input)
    {
        string value = node.Input(input);
        OnnxNode? first = graph.Producer(value);
        for (int i = 0; i < LongestChain && graph.Producer(value) is { } maker; i++)
        {
            if (Dequantised.Is(maker) && Dequantised.Of(graph, maker) is { } source)
                return source.Fault ?? $"its weights are worked out by {first!.Described}";
            if (graph.Constant(maker.Input(0)) is not null)
            {
                return maker.OpType == "QuantizeLinear"
                    ? $"its weights are quantised by {maker.Described} in every run, store them quantised"
                    : $"its weights are worked out by {maker.Described}";
            }
            if (!Dequantised.Is(maker) && !(maker.IsStandard && maker.OpType is "Transpose" or "Identity" or "Cast"))
                return null;
            value = maker.Input(0);
        }
        return null;
    }
}
