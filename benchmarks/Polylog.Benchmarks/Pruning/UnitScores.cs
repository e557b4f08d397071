using System.Numerics.Tensors;
using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>Scores of units, by which the largest are kept.</summary>
internal static class UnitScores
{
    /// <summary>The units of the largest scores, ascending; of equal scores the first.</summary>
    public static int[] Largest(double[] scores, int size) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(unit => scores[unit]).Take(size).Order()];

    /// <summary>Norms of the incoming weights, of the first node that makes the units.</summary>
    public static double[] Magnitude(HiddenLayer layer) =>
        [.. Enumerable.Range(0, layer.Units).Select(unit =>
            (double)TensorPrimitives.Norm(layer.IncomingWeights.Span.Slice(unit * layer.Inputs, layer.Inputs)))];

    /// <summary>Squared norms over all tensors of the group.</summary>
    /// <remarks>
    /// Torch-Pruning's GroupMagnitudeImportance as it is used without options (G. Fang, X. Ma, M. Song, M. Bi Mi, X. Wang, DepGraph:
    /// towards any structural pruning, 2023): for each unit, the squares of its numbers in every tensor that makes, scales or reads it,
    /// their mean over the tensors, divided by the mean over the units. No tensor is normalised by itself, so a tensor of large numbers
    /// decides; and since both divisors are the same for all units, neither changes which are kept of a layer. Taken over: squares, no
    /// biases, of a BatchNormalization only the scale. Different: filters of depthwise convolutions count, since models are exported with
    /// their normalisation folded into them; Torch-Pruning leaves out the filters and counts the scale.
    /// </remarks>
    /// <param name="layer">The layer.</param>
    /// <param name="offsets">Tensors that do not count.</param>
    public static double[] GroupNorm(HiddenLayer layer, HashSet<string> offsets)
    {
        double[] scores = new double[layer.Units];
        for (int unit = 0; unit < scores.Length; unit++)
        {
            foreach ((UnitTensor tensor, ReadOnlyMemory<double> numbers) in layer.Group.Owned.Zip(layer.Own(unit)))
            {
                if (tensor.Role != UnitRole.Bias && !offsets.Contains(tensor.Slot.Name))
                    scores[unit] += TensorPrimitives.SumOfSquares(numbers.Span);
            }
            for (int reader = 0; reader < layer.Readers.Count; reader++)
                scores[unit] += TensorPrimitives.SumOfSquares(Sent(layer, reader, unit));
        }
        return scores;
    }

    /// <summary>Tensors that shift units rather than scale them, and the statistics of normalisations.</summary>
    public static HashSet<string> Offsets(OnnxModel model) =>
    [
        .. model.Graph.Nodes.SelectMany(node => node.OpType switch
        {
            "Add" or "Sub" => node.Inputs,
            "BatchNormalization" => node.Inputs.Skip(2),
            _ => [],
        }),
    ];

    /// <summary>Root mean squares of the responses, times the norms of the outgoing weights, added up over the readers.</summary>
    /// <remarks>
    /// The score of Wanda (M. Sun, Z. Liu, A. Bair, J. Z. Kolter, A simple and effective pruning approach for large language models, 2024)
    /// for whole units. Of a unit of several numbers, such as a head, the squares are added up.
    /// </remarks>
    public static double[] Activation(HiddenLayer layer, IReadOnlyList<ReadingPlace> places, CancellationToken cancellation)
    {
        double[] scores = new double[layer.Units];
        foreach (ReadingPlace place in places)
        {
            GramMatrix gram = place.Gram(cancellation);
            foreach (int reader in place.Readers)
            {
                int width = layer.Readers[reader].Width;
                for (int unit = 0; unit < scores.Length; unit++)
                {
                    double square = 0;
                    for (int i = 0; i < place.Columns; i++)
                    {
                        int column = (unit * place.Columns) + i;
                        square += gram.Row(column)[column] / place.Samples
                            * TensorPrimitives.SumOfSquares(Sent(layer, reader, unit).Slice(i * width, width));
                    }
                    scores[unit] += Math.Sqrt(square);
                }
            }
        }
        return scores;
    }

    private static ReadOnlySpan<double> Sent(HiddenLayer layer, int reader, int unit)
    {
        ReadOnlySpan<double> outgoing = layer.Outgoing(reader).Span;
        int width = outgoing.Length / layer.Units;
        return outgoing.Slice(unit * width, width);
    }
}
