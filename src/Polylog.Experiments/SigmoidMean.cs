namespace Polylog.Experiments;

/// <summary>
/// The paper's test function (fig. 2): f = mean over the points w of mean over ten a of sigmoid(&lt;w, x_a&gt;), x_a uniform in [-1,1]^m.
/// </summary>
public static class SigmoidMean
{
    private const int Inputs = 10;

    /// <summary>Root mean square, over random draws of the ten x_a, of the difference of f between a coreset and its source.</summary>
    /// <param name="coreset">The coreset.</param>
    /// <param name="draws">How many draws.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static double RootMeanSquareError(Coreset coreset, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(coreset);
        Measure full = coreset.Source;
        var random = new SplitMix64(seed);
        double squares = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] inputs = new double[Inputs * full.Dimension];
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = random.Uniform(-1, 1);
            double error = (Sum(full, inputs) - Sum(coreset.ToMeasure(), inputs)) / full.TotalWeight;
            squares += error * error;
        }
        return Math.Sqrt(squares / draws);
    }

    private static double Sum(Measure measure, ReadOnlySpan<double> inputs)
    {
        ReadOnlySpan<double> weights = measure.Weights.Span;
        var sum = new CompensatedSum();
        for (int i = 0; i < measure.Count; i++)
        {
            ReadOnlySpan<double> w = measure.Atom(i);
            double value = 0;
            for (int a = 0; a < Inputs; a++)
            {
                double t = 0;
                for (int axis = 0; axis < w.Length; axis++)
                    t += w[axis] * inputs[a * w.Length + axis];
                value += 1 / (1 + Math.Exp(-t));
            }
            sum.AddProduct(weights.IsEmpty ? 1 : weights[i], value / Inputs);
        }
        return sum.Value;
    }
}
