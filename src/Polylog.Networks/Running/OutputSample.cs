using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>Some outputs of two models on the same examples, to be drawn.</summary>
internal sealed class OutputSample
{
    private const int MostExamples = 5000;
    private const int MostPairs = 1500;

    private readonly List<double> _errors = [];
    private readonly List<(double First, double Second)> _pairs = [];

    /// <summary>For each example the norm of its difference over the root mean square of the norms of the first model's outputs.</summary>
    public IReadOnlyList<double> Errors => _errors;

    /// <summary>Numbers of the outputs: of each example one, each of another place.</summary>
    public IReadOnlyList<(double First, double Second)> Pairs => _pairs;

    /// <summary>Takes the examples of one output; of many, every so many.</summary>
    /// <param name="first">The outputs of the first model.</param>
    /// <param name="second">Those of the second, of the same shapes.</param>
    public void Take(IReadOnlyList<ModelOutput> first, IReadOnlyList<ModelOutput> second)
    {
        long examples = first.Sum(run => (long)Examples(run)), seen = 0;
        long step = Math.Max(1, examples / MostExamples), far = Math.Max(1, examples / MostPairs);
        double squares = 0;
        for (int run = 0; run < first.Count; run++)
        {
            int count = Examples(first[run]), size = count == 0 ? 0 : first[run].Values.Length / count;
            ReadOnlySpan<double> left = first[run].Values.Span, right = second[run].Values.Span;
            squares += TensorPrimitives.SumOfSquares(left);
            for (int example = 0; size > 0 && example < count; example++, seen++)
            {
                if (seen % step == 0)
                    _errors.Add(TensorPrimitives.Distance(left.Slice(example * size, size), right.Slice(example * size, size)));
                int place = example * size + (int)(seen % size);
                if (seen % far == 0)
                    _pairs.Add((left[place], right[place]));
            }
        }
        double scale = Math.Sqrt(squares / Math.Max(1, examples));
        for (int i = 0; i < _errors.Count && scale > 0; i++)
            _errors[i] /= scale;
    }

    private static int Examples(ModelOutput run) => run.Shape.Count == 0 ? 1 : run.Shape[0];
}
