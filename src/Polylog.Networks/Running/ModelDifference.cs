namespace Polylog.Networks;

/// <summary>
/// The difference between the outputs of two models on the same inputs. Of several outputs, the one that differs most counts.
/// </summary>
/// <param name="RelativeRms">
/// Root mean square of the differences, divided by that of the first model's output; infinite or NaN if an output is not finite.
/// </param>
/// <param name="Worst">The largest absolute difference, divided by the root mean square of the first model's output.</param>
/// <param name="Count">How many numbers were compared, of all outputs.</param>
public sealed record ModelDifference(double RelativeRms, double Worst, long Count)
{
    /// <summary>
    /// The upper end of <see cref="RelativeRms"/>, two standard errors up as the examples tell them: other examples of the same kind are
    /// rarely above it.
    /// </summary>
    public double RelativeRmsUpper { get; init; } = RelativeRms;

    /// <summary>
    /// The median over the examples of the norm of an example's difference, divided by the root mean square of the norms of the first
    /// model's outputs. Examples lie along the first dimension.
    /// </summary>
    public double ExampleMedian { get; init; }

    /// <summary>The same, for the 99% quantile.</summary>
    public double ExampleHigh { get; init; }

    /// <summary>The same, for the example that differs most.</summary>
    public double ExampleWorst { get; init; }

    /// <summary>
    /// Share of the examples whose largest number is in the same place, where the output has two dimensions and several numbers an
    /// example: scores of classes then choose the same class. Else null.
    /// </summary>
    public double? SameLargest { get; init; }

    /// <summary>The name of the output that differs most; empty if there is only one.</summary>
    public string Output { get; init; } = "";

    /// <summary>Compares the outputs of two models.</summary>
    /// <param name="first">The outputs that differences are relative to. Outputs of one name, from several runs, count as one.</param>
    /// <param name="second">The other outputs, of the same names and shapes; outputs of one name are in the same order.</param>
    /// <param name="sample">Takes some of the outputs that differ most; null for none.</param>
    /// <returns>
    /// Zero for equal outputs; infinite or NaN where outputs are not finite or the first are all zero and the second are not.
    /// </returns>
    /// <exception cref="ModelFileException">The outputs have other names or shapes.</exception>
    internal static ModelDifference Between(
        IReadOnlyList<ModelOutput> first, IReadOnlyList<ModelOutput> second, OutputSample? sample = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ILookup<string, ModelOutput> others = second.ToLookup(output => output.Name);
        ModelDifference[] apart = [.. first.GroupBy(output => output.Name).Select(runs => Compare([.. runs], [.. others[runs.Key]]))];
        if (apart.Length == 0)
            return new ModelDifference(0, 0, 0);
        // An error that is not a number is worse than any other.
        ModelDifference most = apart.MaxBy(one => double.IsNaN(one.RelativeRms) ? double.PositiveInfinity : one.RelativeRms)!;
        sample?.Take([.. first.Where(run => run.Name == most.Output)], [.. others[most.Output]]);
        return most with { Count = apart.Sum(one => one.Count), Output = apart.Length > 1 ? most.Output : "" };
    }

    private static ModelDifference Compare(ModelOutput[] first, ModelOutput[] second)
    {
        double squares = 0, difference = 0, worst = 0;
        long count = 0;
        var examples = new ExampleErrors();
        for (int run = 0; run < first.Length; run++)
        {
            if (run >= second.Length || !first[run].Shape.SequenceEqual(second[run].Shape))
            {
                throw new ModelFileException(
                    $"output {ModelErrors.Quote(first[run].Name)} is missing or of another shape in the second model; "
                    + "compare models with the same outputs");
            }
            ReadOnlySpan<double> left = first[run].Values.Span, right = second[run].Values.Span;
            for (int i = 0; i < left.Length; i++)
            {
                double apart = right[i] - left[i];
                squares += left[i] * left[i];
                difference += apart * apart;
                worst = Math.Max(worst, Math.Abs(apart));
            }
            count += left.Length;
            examples.Add(first[run].Shape, left, right);
        }
        double size = Math.Sqrt(squares / count);
        (double rms, double largest) = difference == 0 ? (0, 0) : (Math.Sqrt(difference / count) / size, worst / size);
        return examples.Complete(new ModelDifference(rms, largest, count) { Output = first[0].Name });
    }

    /// <summary>Runs two models on the same inputs and compares their outputs.</summary>
    /// <param name="first">The model differences are relative to.</param>
    /// <param name="second">The other model.</param>
    /// <param name="inputs">Numbers for every input.</param>
    /// <exception cref="ModelFileException">A run fails, or the outputs have other names or shapes.</exception>
    internal static ModelDifference Between(ModelRunner first, ModelRunner second, IReadOnlyList<ModelInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Between(first.Run(inputs), second.Run(inputs));
    }
}
