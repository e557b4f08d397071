namespace Polylog.Networks;

/// <summary>What a layer makes of its units' responses.</summary>
internal static class LayerSum
{
    /// <summary>Samples x outgoing width, the outgoing bias included.</summary>
    public static double[] Outputs(HiddenLayer layer, ReadOnlySpan<double> responses)
    {
        int width = layer.OutgoingWidth;
        double[] outputs = Of(responses, layer.Units, [.. Enumerable.Range(0, layer.Units)], layer.OutgoingWeights.Span, width);
        if (layer.Tensors.OutgoingBias is { } bias)
        {
            double[] shift = bias.Shifted(new double[layer.Outputs]);
            for (int i = 0; i < outputs.Length; i++)
                outputs[i] += bias.Scale * shift[i % width / (width / layer.Outputs)];
        }
        return outputs;
    }

    /// <summary>Sums of some units' responses with what each of them sends on.</summary>
    public static double[] Of(ReadOnlySpan<double> responses, int units, int[] kept, ReadOnlySpan<double> outgoing, int width)
    {
        int samples = responses.Length / units;
        double[] sums = new double[samples * width];
        for (int sample = 0; sample < samples; sample++)
        {
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
