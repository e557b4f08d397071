namespace Polylog.Experiments;

/// <summary>Training rows or test rows: features, a target and a weight each.</summary>
public sealed class LearningRows
{
    /// <summary>Wraps arrays, which are not copied.</summary>
    /// <param name="features">count x <paramref name="columns"/>, row-major, finite.</param>
    /// <param name="columns">Features of a row, at least 1.</param>
    /// <param name="targets">One a row: a number, or a class 0 .. <paramref name="classes"/> - 1.</param>
    /// <param name="weights">One a row, at least 0.</param>
    /// <param name="classes">Number of classes, at least 2; 0 where the target is a number.</param>
    /// <exception cref="ArgumentException">The lengths do not go together.</exception>
    public LearningRows(double[] features, int columns, double[] targets, double[] weights, int classes)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(weights);
        if (features.LongLength != (long)targets.Length * columns || weights.Length != targets.Length)
            throw new ArgumentException("Features, targets and weights are not of as many rows.");
        Features = features;
        Columns = columns;
        Targets = targets;
        Weights = weights;
        Classes = classes;
    }

    /// <summary>Number of rows.</summary>
    public int Count => Targets.Length;

    /// <summary>Features, <see cref="Count"/> x <see cref="Columns"/>, row-major.</summary>
    public double[] Features { get; }

    /// <summary>Features of a row.</summary>
    public int Columns { get; }

    /// <summary>Targets: numbers, or numbers of classes.</summary>
    public double[] Targets { get; }

    /// <summary>Weights.</summary>
    public double[] Weights { get; }

    /// <summary>Number of classes; 0 where the target is a number.</summary>
    public int Classes { get; }

    /// <summary>Features of one row.</summary>
    /// <param name="row">0 .. <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<double> Row(int row) => Features.AsSpan(row * Columns, Columns);

    /// <summary>The same rows with other targets.</summary>
    /// <param name="targets">One a row.</param>
    public LearningRows WithTargets(double[] targets) => new(Features, Columns, targets, Weights, Classes);

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="weights">Their new weights; empty to keep their own.</param>
    public LearningRows Subset(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights = default)
    {
        double[] features = new double[rows.Length * Columns], targets = new double[rows.Length], own = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(features.AsSpan(i * Columns));
            targets[i] = Targets[rows[i]];
            own[i] = weights.IsEmpty ? Weights[rows[i]] : weights[i];
        }
        return new LearningRows(features, Columns, targets, own, Classes);
    }
}
