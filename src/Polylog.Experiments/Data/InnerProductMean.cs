namespace Polylog.Experiments;

/// <summary>
/// The paper's symmetric functions: f = mean over the atoms w of mean over ten a of g(&lt;w, x_a&gt;). The inner means are worked out once
/// for all atoms of a measure; a coreset's f is then a sum over what it kept.
/// </summary>
internal sealed class InnerProductMean
{
    private const int Inputs = 10;

    private readonly double[] _values;
    private readonly CompensatedSum _full;
    private readonly double _totalWeight;

    /// <summary>Evaluates the inner means: O(atoms x inputs x dimension), several threads.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="inputs">The x_a, one after another.</param>
    /// <param name="function">The function g.</param>
    public InnerProductMean(Measure measure, double[] inputs, Func<double, double> function)
    {
        const int Block = 4096;
        _values = new double[measure.Count];
        Parallel.For(0, (measure.Count + Block - 1) / Block, block =>
        {
            for (int i = block * Block; i < Math.Min(measure.Count, (block + 1) * Block); i++)
                _values[i] = Value(measure.Atom(i), inputs, function);
        });
        ReadOnlySpan<double> weights = measure.Weights.Span;
        for (int i = 0; i < _values.Length; i++)
            _full.AddProduct(weights.IsEmpty ? 1 : weights[i], _values[i]);
        _totalWeight = measure.TotalWeight;
    }

    /// <summary>Draws x_a uniform in [-1,1]^m.</summary>
    /// <param name="dimension">m.</param>
    /// <param name="random">Where they come from.</param>
    public static double[] DrawInputs(int dimension, ref SplitMix64 random)
    {
        double[] inputs = new double[Inputs * dimension];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = random.Uniform(-1, 1);
        return inputs;
    }

    /// <summary>
    /// f of the whole measure less f of a coreset of it. All is one sum in twice the working precision, so what is left of rounding is that
    /// of the single values and weights: about 1e-16 of f, divided by the root of the number of kept atoms.
    /// </summary>
    public double Difference(Coreset coreset)
    {
        CompensatedSum difference = _full;
        ReadOnlySpan<int> kept = coreset.Indices.Span;
        ReadOnlySpan<double> weights = coreset.Weights.Span;
        for (int i = 0; i < kept.Length; i++)
            difference.AddProduct(-weights[i], _values[kept[i]]);
        return difference.Value / _totalWeight;
    }

    private static double Value(ReadOnlySpan<double> atom, ReadOnlySpan<double> inputs, Func<double, double> function)
    {
        double value = 0;
        for (int start = 0; start < inputs.Length; start += atom.Length)
        {
            double product = 0;
            for (int axis = 0; axis < atom.Length; axis++)
                product += atom[axis] * inputs[start + axis];
            value += function(product);
        }
        return value / Inputs;
    }
}
