namespace Polylog.Experiments;

/// <summary>
/// The paper's test function (fig. 2): f = mean over the points w of mean over ten a of sigmoid(&lt;w, x_a&gt;), x_a uniform in [-1,1]^m.
/// </summary>
public static class SigmoidMean
{
    /// <summary>
    /// Root mean square, over random draws of the ten x_a, of the difference of f between a coreset and the measure it was made from.
    /// </summary>
    /// <param name="measure">That measure.</param>
    /// <param name="coreset">The coreset.</param>
    /// <param name="draws">How many draws.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static double RootMeanSquareError(Measure measure, Coreset coreset, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(coreset);
        var random = new SplitMix64(seed);
        double squares = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] inputs = InnerProductMean.DrawInputs(measure.Dimension, ref random);
            double error = Prepare(measure, inputs).Difference(coreset);
            squares += error * error;
        }
        return Math.Sqrt(squares / draws);
    }

    internal static InnerProductMean Prepare(Measure measure, double[] inputs) => new(measure, inputs, t => 1 / (1 + Math.Exp(-t)));
}
