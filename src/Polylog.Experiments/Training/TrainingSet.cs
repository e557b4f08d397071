using System.Globalization;

namespace Polylog.Experiments;

/// <summary>Samples to train or test on: inputs, targets and weights.</summary>
public sealed class TrainingSet
{
    /// <summary>Copies samples, rounded to single precision.</summary>
    /// <param name="inputs">count x inputCount, row-major, finite.</param>
    /// <param name="inputCount">Inputs of a sample, at least 1.</param>
    /// <param name="targets">count x targetCount, row-major, finite.</param>
    /// <param name="targetCount">Targets of a sample, at least 1.</param>
    /// <param name="weights">One a sample, finite and at least 0, not all zero; empty for 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or a number is out of its range.</exception>
    public TrainingSet(
        ReadOnlySpan<double> inputs, int inputCount, ReadOnlySpan<double> targets, int targetCount, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        Count = inputs.Length / inputCount;
        if (Count == 0 || inputs.Length != Count * inputCount || targets.Length != Count * targetCount)
        {
            throw new ArgumentException(Text(
                $"{inputs.Length} inputs and {targets.Length} targets are not rows of {inputCount} and {targetCount}, at least one."),
                nameof(inputs));
        }
        Inputs = Columns(inputs, inputCount, nameof(inputs));
        Targets = Columns(targets, targetCount, nameof(targets));
        Weights = Checked(weights, Count);
        double total = 0;
        foreach (double weight in Weights)
            total += weight;
        if (!(total > 0) || !double.IsFinite(total))
            throw new ArgumentException(Text($"The weights add up to {total}; the sum must be finite and above 0."), nameof(weights));
        Shares = Array.ConvertAll(Weights, weight => (float)(weight / total));
    }

    /// <summary>Samples.</summary>
    public int Count { get; }

    /// <summary>Inputs, a column each.</summary>
    public SampleColumns Inputs { get; }

    /// <summary>Targets, a column each.</summary>
    public SampleColumns Targets { get; }

    /// <summary>The given weights.</summary>
    internal double[] Weights { get; }

    /// <summary>Weights divided by their sum.</summary>
    internal float[] Shares { get; }

    private static SampleColumns Columns(ReadOnlySpan<double> rows, int width, string name)
    {
        var columns = new SampleColumns(width, rows.Length / width);
        for (int column = 0; column < width; column++)
        {
            Span<float> values = columns.Column(column);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)rows[i * width + column];
                if (!float.IsFinite(values[i]))
                {
                    throw new ArgumentException(
                        Text($"Sample {i}, number {column} is {rows[i * width + column]}: a finite number in single precision is needed."),
                        name);
                }
            }
        }
        return columns;
    }

    private static double[] Checked(ReadOnlySpan<double> weights, int count)
    {
        if (weights.IsEmpty)
            return [.. Enumerable.Repeat(1.0, count)];
        if (weights.Length != count)
        {
            throw new ArgumentException(
                Text($"There are {weights.Length} weights for {count} samples; give one for each, or none for 1."), nameof(weights));
        }
        for (int i = 0; i < count; i++)
        {
            if (!(weights[i] >= 0))
                throw new ArgumentException(Text($"Weight {i} is {weights[i]}: weights must be at least 0."), nameof(weights));
        }
        return weights.ToArray();
    }

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
