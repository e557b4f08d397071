namespace Polylog.Experiments;

/// <summary>
/// The paper's test function (fig. 2): f = mean over the points w of mean over ten a of sigmoid(&lt;w, x_a&gt;), x_a uniform in [-1,1]^m.
/// </summary>
public static class SigmoidMean
{
    /// <summary>Root mean square, over random draws of the ten x_a, of the difference of f between a coreset and its source.</summary>
    /// <param name="coreset">The coreset.</param>
    /// <param name="draws">How many draws.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static double RootMeanSquareError(Coreset coreset, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(coreset);
        var random = new SplitMix64(seed);
        double squares = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] inputs = InnerProductMean.DrawInputs(coreset.Source.Dimension, ref random);
            double error = Prepare(coreset.Source, inputs).Difference(coreset);
            squares += error * error;
        }
        return Math.Sqrt(squares / draws);
    }

    internal static InnerProductMean Prepare(Measure measure, double[] inputs) => new(measure, inputs, t => 1 / (1 + Math.Exp(-t)));
}
