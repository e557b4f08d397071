namespace Polylog.Networks;

/// <summary>
/// The bias of a node with quantised weights, as 32 bits with the scale of its input times that of its weights. Runtimes that sum whole
/// numbers add it without looking at its own scale, so that it has to follow the weights.
/// </summary>
internal sealed class QuantisedBias
{
    // Scales are products that were rounded to 32 or 16 bits.
    private const double Rounding = 2e-3;

    private readonly QuantisedSlot _slot;
    private readonly double _input;
    private readonly double[] _largest;

    private QuantisedBias(QuantisedSlot slot, double input)
    {
        _slot = slot;
        _input = input;
        double[] values = slot.Read();
        // With one scale for all weights the largest number counts.
        _largest = slot.Scales.Length == 1 ? [values.Select(Math.Abs).DefaultIfEmpty().Max()] : [.. values.Select(Math.Abs)];
    }

    /// <summary>The bias of a node; null if it has none whose scale is that product.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="weights">Which input has the weights.</param>
    /// <param name="scales">The scales of the weights.</param>
    public static QuantisedBias? Of(OnnxGraph graph, OnnxNode node, int weights, double[] scales)
    {
        if (weights != 1 || node.OpType is not ("Conv" or "ConvTranspose" or "Gemm")
            || OnnxSlot.ForInput(graph, node, 2) is not QuantisedSlot { IsWide: true } slot
            || graph.Producer(node.Input(0)) is not { } maker || !Dequantised.Is(maker)
            || graph.Constant(maker.Input(1)) is not { Format: not null } scale || TensorShape.Elements(scale.Dims) != 1)
        {
            return null;
        }
        double input = scale.ReadDoubles()[0];
        double[] own = slot.Scales;
        bool isProduct = own.Length == scales.Length
            && own.Zip(scales).All(pair => Math.Abs(pair.First - (input * pair.Second)) <= Rounding * Math.Abs(pair.First));
        return isProduct ? new QuantisedBias(slot, input) : null;
    }

    /// <summary>The least scale of a channel's weights with which its bias fits into 32 bits.</summary>
    public double Least(int channel) => _input > 0 && channel < _largest.Length ? _largest[channel] / _input / int.MaxValue : 0;

    /// <summary>Stores the bias with the scale of other weights.</summary>
    public void Follow(double[] scales) => _slot.Rescale([.. scales.Select(scale => scale * _input)]);
}
