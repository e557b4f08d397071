namespace Polylog.Networks;

/// <summary>How far the outputs of two models are apart on the same inputs.</summary>
/// <param name="RelativeRms">Root mean square of the differences over that of the first model's outputs, all outputs together.</param>
/// <param name="Worst">The largest difference over the root mean square of the first model's outputs.</param>
/// <param name="Count">Numbers compared.</param>
public sealed record ModelDifference(double RelativeRms, double Worst, long Count)
{
    /// <summary>Compares what two models gave.</summary>
    /// <param name="first">The outputs differences are relative to.</param>
    /// <param name="second">The other outputs, of the same names and shapes.</param>
    /// <returns>Zero for equal outputs; infinite or NaN where outputs are not finite or the first are all zero and the second are not.</returns>
    /// <exception cref="ModelFileException">The outputs have other names or shapes.</exception>
    public static ModelDifference Between(IReadOnlyList<ModelOutput> first, IReadOnlyList<ModelOutput> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double squares = 0;
        double difference = 0;
        double worst = 0;
        long count = 0;
        foreach (ModelOutput output in first)
        {
            ModelOutput other = second.FirstOrDefault(candidate => candidate.Name == output.Name && candidate.Shape.SequenceEqual(output.Shape))
                ?? throw new ModelFileException($"output {ModelErrors.Quote(output.Name)} is not there or of another shape in the second model; compare models with the same outputs");
            ReadOnlySpan<double> left = output.Values.Span;
            ReadOnlySpan<double> right = other.Values.Span;
            for (int i = 0; i < left.Length; i++)
            {
                double apart = right[i] - left[i];
                squares += left[i] * left[i];
                difference += apart * apart;
                worst = Math.Max(worst, Math.Abs(apart));
            }
            count += left.Length;
        }
        double size = Math.Sqrt(squares / count);
        return difference == 0 ? new ModelDifference(0, 0, count) : new ModelDifference(Math.Sqrt(difference / count) / size, worst / size, count);
    }

    /// <summary>Runs two models on the same inputs and compares what they give.</summary>
    /// <param name="first">The model differences are relative to.</param>
    /// <param name="second">The other model.</param>
    /// <param name="inputs">Numbers for every input.</param>
    /// <exception cref="ModelFileException">A run fails, or the outputs have other names or shapes.</exception>
    public static ModelDifference Between(ModelRunner first, ModelRunner second, IReadOnlyList<ModelInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Between(first.Run(inputs), second.Run(inputs));
    }
}
