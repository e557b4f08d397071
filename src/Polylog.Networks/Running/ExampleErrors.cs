using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>Differences of an output, example by example: examples lie along its first dimension.</summary>
internal sealed class ExampleErrors
{
    /// <summary>Standard errors between a mean and its upper end.</summary>
    private const double StandardErrors = 2;

    private const double High = 0.99;

    private readonly List<double> _differences = [];
    private double _squares;
    private long _same;
    private bool _hasScores = true;

    /// <summary>Takes in one run.</summary>
    /// <param name="shape">Shape of the output.</param>
    /// <param name="first">IN, the output of the first model.</param>
    /// <param name="second">IN, the output of the second.</param>
    public void Add(IReadOnlyList<int> shape, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        int examples = shape.Count == 0 ? 1 : shape[0], size = examples == 0 ? 0 : first.Length / examples;
        if (size == 0)
            return;
        _hasScores &= shape.Count == 2 && size > 1;
        _squares += TensorPrimitives.SumOfSquares(first);
        for (int example = 0; example < examples; example++)
        {
            ReadOnlySpan<double> own = first.Slice(example * size, size), other = second.Slice(example * size, size);
            double distance = TensorPrimitives.Distance(own, other);
            _differences.Add(distance * distance);
            _same += TensorPrimitives.IndexOfMax(own) == TensorPrimitives.IndexOfMax(other) ? 1 : 0;
        }
    }

    /// <summary>Adds what the examples tell.</summary>
    /// <param name="difference">The difference of the whole output.</param>
    public ModelDifference Complete(ModelDifference difference)
    {
        int count = _differences.Count;
        if (count == 0)
            return difference;
        difference = difference with { SameLargest = _hasScores ? (double)_same / count : null };
        double mean = _differences.Average(), size = _squares / count;
        if (mean == 0 || !double.IsFinite(difference.RelativeRms))
            return difference;
        double variance = count < 2 ? 0 : _differences.Sum(square => (square - mean) * (square - mean)) / (count - 1);
        double[] sorted = [.. _differences.Order()];
        return difference with
        {
            RelativeRmsUpper = difference.RelativeRms * Math.Sqrt(1 + StandardErrors * Math.Sqrt(variance / count) / mean),
            ExampleMedian = At(0.5),
            ExampleHigh = At(High),
            ExampleWorst = At(1),
        };

        // The smallest that at least such a share of the examples is not above.
        double At(double share) => Math.Sqrt(sorted[Math.Max(0, (int)Math.Ceiling(share * count) - 1)] / size);
    }
}
