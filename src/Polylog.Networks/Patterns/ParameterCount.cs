namespace Polylog.Networks;

/// <summary>Counts the weights of a model: its floating point numbers, and quantised ones without their scales.</summary>
internal static class ParameterCount
{
    public static long Of(OnnxGraph graph)
    {
        var counted = graph.Tensors.Where(tensor => tensor.Format is not null).ToHashSet();
        foreach (OnnxNode node in graph.Nodes.Where(node => node.OpType is "QuantizeLinear" or "DequantizeLinear"))
        {
            if (graph.Constant(node.Input(1)) is { } scale)
                counted.Remove(scale);
        }
        counted.UnionWith(graph.Nodes.Where(Dequantised.Is).Select(node => graph.Constant(node.Input(0))).OfType<OnnxTensor>());
        return counted.Sum(tensor => tensor.Elements);
    }
}
