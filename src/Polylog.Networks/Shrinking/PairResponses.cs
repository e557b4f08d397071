using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Responses of a layer of a file without a graph: act(w x + b). Of several makers the sums of the others are factors, as in SwiGLU:
/// act(w_gate x) (w_up x).
/// </summary>
internal static class PairResponses
{
    /// <summary>Responses of all units: samples x units.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="activation">The function of the first maker's sums.</param>
    /// <param name="inputs">Samples x inputs of the layer.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static double[] Of(HiddenLayer layer, LayerActivation activation, double[] inputs, CancellationToken cancellation)
    {
        int size = layer.Inputs, units = layer.Units;
        (ReadOnlyMemory<double> Weights, ReadOnlyMemory<double> Bias)[] makers = [.. Makers(layer)];
        double[] responses = new double[inputs.Length / size * units];
        Parallel.For(0, inputs.Length / size, new ParallelOptions { CancellationToken = cancellation }, row =>
        {
            for (int unit = 0; unit < units; unit++)
            {
                double response = 1;
                for (int maker = 0; maker < makers.Length; maker++)
                {
                    (ReadOnlyMemory<double> weights, ReadOnlyMemory<double> bias) = makers[maker];
                    double sum = TensorPrimitives.Dot(weights.Span.Slice(unit * size, size), inputs.AsSpan(row * size, size))
                        + (bias.IsEmpty ? 0 : bias.Span[unit]);
                    response = maker == 0 ? activation.Evaluate(sum) : response * sum;
                }
                responses[row * units + unit] = response;
            }
        });
        return responses;
    }

    // A bias is behind the weights of its maker.
    private static IEnumerable<(ReadOnlyMemory<double> Weights, ReadOnlyMemory<double> Bias)> Makers(HiddenLayer layer)
    {
        IReadOnlyList<UnitTensor> owned = layer.Group.Owned;
        for (int i = 0; i < owned.Count; i++)
        {
            if (owned[i].Role == UnitRole.Incoming)
                yield return (layer.Owned(i), i + 1 < owned.Count && owned[i + 1].Role != UnitRole.Incoming ? layer.Owned(i + 1) : default);
        }
    }
}
