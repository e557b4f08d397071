namespace Polylog.Networks;

/// <summary>A layer's outputs, worked out from its units' responses.</summary>
internal static class LayerSum
{
    /// <summary>Outputs with the outgoing bias: samples x outgoing width.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="responses">Responses of all units, samples x units.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static double[] Outputs(HiddenLayer layer, ReadOnlySpan<double> responses, CancellationToken cancellation)
    {
        int width = layer.OutgoingWidth;
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        double[] outputs = Sum(responses, layer.Units, all, layer.OutgoingWeights.Span, width, cancellation);
        if (layer.Readers[0].Bias is { } bias)
        {
            double[] shift = bias.Shifted(new double[layer.Outputs]);
            for (int i = 0; i < outputs.Length; i++)
                outputs[i] += bias.Scale * shift[i % width / (width / layer.Outputs)];
        }
        return outputs;
    }

    /// <summary>Sums over some units of response times outgoing weights: samples x width.</summary>
    /// <param name="responses">Responses of all units, samples x units.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="kept">Indices of the units that count.</param>
    /// <param name="outgoing">Their outgoing weights, kept x width.</param>
    /// <param name="width">Outgoing weights of a unit.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static double[] Sum(
        ReadOnlySpan<double> responses, int units, int[] kept, ReadOnlySpan<double> outgoing, int width, CancellationToken cancellation)
    {
        int samples = responses.Length / units;
        double[] sums = new double[samples * width];
        for (int sample = 0; sample < samples; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> own = sums.AsSpan(sample * width, width);
            for (int j = 0; j < kept.Length; j++)
            {
                double response = responses[sample * units + kept[j]];
                if (response != 0)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(outgoing.Slice(j * width, width), response, own, own);
            }
        }
        return sums;
    }
}
