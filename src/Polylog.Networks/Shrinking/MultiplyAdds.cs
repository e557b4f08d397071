namespace Polylog.Networks;

/// <summary>Counts the multiply-adds of the nodes of a graph that have weights, for one input.</summary>
/// <param name="graph">The graph.</param>
internal sealed class MultiplyAdds(OnnxGraph graph)
{
    private readonly Dictionary<OnnxNode, double> _places = [];
    private readonly OnnxNode[] _nodes = [.. graph.Nodes.Where(node => LinearNode.Is(node) && OnnxSlot.Weights(graph, node) is not null)];

    /// <summary>The values whose sizes are needed.</summary>
    public string[] Values => [.. _nodes.Select(Sized).Distinct()];

    /// <summary>Multiply-adds of all nodes.</summary>
    public double Total => _nodes.Sum(node => _places.GetValueOrDefault(node)
        * TensorShape.Elements(OnnxSlot.Weights(graph, node)!.Dims));

    /// <summary>Takes in the sizes.</summary>
    /// <param name="outputs">The values.</param>
    /// <param name="examples">Inputs in the run.</param>
    public void Count(IReadOnlyList<ModelOutput> outputs, int examples)
    {
        foreach (OnnxNode node in _nodes)
        {
            if (outputs.FirstOrDefault(output => output.Name == Sized(node)) is not { } value)
                continue;
            long[] dims = OnnxSlot.Weights(graph, node)!.Dims;
            long each = node.OpType switch
            {
                "Conv" or "ConvTranspose" => dims[0],
                "Gemm" => dims[node.Integer("transB", 0) != 0 ? 0 : 1],
                "MatMul" when OnnxSlot.ForInput(graph, node, 1) is null => dims[0],
                "Attention" => Math.Max(1, dims[^1] / 3),
                "LSTM" or "GRU" or "RNN" => Math.Max(1, node.Integer("hidden_size", 1) * dims[0]),
                _ => dims[^1],
            };
            _places[node] = value.Values.Length / (double)each / examples;
        }
    }

    /// <summary>How often each number of a tensor is multiplied; 0 for one that is no weight.</summary>
    public double Each(OnnxSlot slot) =>
        OnnxSlot.Weights(graph, slot.Node)?.Key.Equals(slot.Key) == true ? _places.GetValueOrDefault(slot.Node) : 0;

    // A transposed convolution multiplies each place of its input with all weights.
    private static string Sized(OnnxNode node) => node.OpType == "ConvTranspose" ? node.Input(0) : node.Outputs[0];
}
