namespace Polylog;

/// <summary>
/// Random test functions of standardised data: ridge functions s(scale x &lt;u, z&gt; + b) with s a sigmoid, tanh, ReLU or sine, u a random
/// direction and b a random offset. How far two measures' averages of them differ says how far the measures differ in use.
/// </summary>
public sealed class RidgePanel
{
    private static readonly double[] s_scales = [0.5, 1, 2];

    private readonly Ridge[] _functions;

    /// <summary>Draws a panel.</summary>
    /// <param name="dimension">Columns of the data, at least 1.</param>
    /// <param name="functions">How many functions, at least 1; the kinds and the scales 0.5, 1, 2 take turns.</param>
    /// <param name="seed">Seed: the same panel for the same seed, on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public RidgePanel(int dimension, int functions = 48, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(functions, 1);
        var random = new SplitMix64(seed);
        _functions = new Ridge[functions];
        for (int f = 0; f < functions; f++)
        {
            double[] direction = new double[dimension];
            double length = 0;
            for (int column = 0; column < dimension; column++)
            {
                direction[column] = random.Normal();
                length += direction[column] * direction[column];
            }
            double scale = s_scales[f / 4 % s_scales.Length] / Math.Sqrt(length);
            for (int column = 0; column < dimension; column++)
                direction[column] *= scale;
            _functions[f] = new Ridge((RidgeKind)(f % 4), direction, random.Uniform(-1, 1));
        }
    }

    /// <summary>Number of functions.</summary>
    public int Count => _functions.Length;

    /// <summary>For each function the difference of two measures' sums relative to the full measure's sum of absolute values.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="coreset">The measure that stands for it, in the same columns.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">A measure has another number of columns than the panel.</exception>
    /// <remarks>O(functions x (full + coreset) x dimension).</remarks>
    public double[] Errors(Measure full, Measure coreset, CancellationToken cancellation = default) => Errors(full, [coreset], cancellation)[0];

    /// <summary>As <see cref="Errors(Measure, Measure, CancellationToken)"/>, for several coresets with one pass over the full measure.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="coresets">The measures that stand for it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>One array of errors a coreset.</returns>
    public double[][] Errors(Measure full, IReadOnlyList<Measure> coresets, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(full);
        ArgumentNullException.ThrowIfNull(coresets);
        CheckDimension(full, nameof(full));
        foreach (Measure coreset in coresets)
            CheckDimension(coreset, nameof(coresets));
        var frame = Standardisation.Of(full);
        double[][] errors = [.. coresets.Select(_ => new double[Count])];
        Parallel.For(0, Count, new ParallelOptions { CancellationToken = cancellation }, f =>
        {
            (double sum, double size) = Sum(full, frame, _functions[f]);
            for (int c = 0; c < coresets.Count; c++)
                errors[c][f] = size > 0 ? Math.Abs(sum - Sum(coresets[c], frame, _functions[f]).Sum) / size : 0;
        });
        return errors;
    }

    private void CheckDimension(Measure measure, string parameter)
    {
        ArgumentNullException.ThrowIfNull(measure, parameter);
        int dimension = _functions[0].Direction.Length;
        if (measure.Dimension != dimension)
            throw new ArgumentException($"The measure has {measure.Dimension} columns, the panel was drawn for {dimension}.", parameter);
    }

    private static (double Sum, double Size) Sum(Measure measure, Standardisation frame, Ridge function)
    {
        ReadOnlySpan<double> weights = measure.Weights.Span;
        double[] standardised = new double[measure.Dimension];
        var sum = new CompensatedSum();
        double size = 0;
        for (int i = 0; i < measure.Count; i++)
        {
            frame.Apply(measure.Atom(i), standardised);
            double value = function.At(standardised);
            double weight = weights.IsEmpty ? 1 : weights[i];
            sum.AddProduct(weight, value);
            size += weight * Math.Abs(value);
        }
        return (sum.Value, size);
    }

    private enum RidgeKind
    {
        Sigmoid,
        Tanh,
        Relu,
        Sine,
    }

    private sealed record Ridge(RidgeKind Kind, double[] Direction, double Offset)
    {
        public double At(ReadOnlySpan<double> point)
        {
            double t = Offset;
            for (int column = 0; column < point.Length; column++)
                t += Direction[column] * point[column];
            return Kind switch
            {
                RidgeKind.Sigmoid => 1 / (1 + Math.Exp(-t)),
                RidgeKind.Tanh => Math.Tanh(t),
                RidgeKind.Relu => Math.Max(0, t),
                _ => Math.Sin(t),
            };
        }
    }
}
