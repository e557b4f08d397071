namespace Polylog;

/// <summary>
/// The rows that a regression is fitted to: standardised, and in the order of their hashes, so that no sum depends on the order of the
/// input.
/// </summary>
internal sealed class SmoothingRows
{
    /// <summary>One of so many rows is held out to choose how smooth the regression is. Rows of equal coordinates go together.</summary>
    private const int Parts = 5;

    private SmoothingRows(int dimension, double[] points, double[] weights, double[] targets, int fitted)
    {
        Dimension = dimension;
        Points = points;
        Weights = weights;
        Targets = targets;
        Fitted = fitted;
    }

    /// <summary>Coordinates of a row.</summary>
    public int Dimension { get; }

    /// <summary>Standardised coordinates, count x dimension.</summary>
    public double[] Points { get; }

    /// <summary>Weights, their mean 1.</summary>
    public double[] Weights { get; }

    /// <summary>One target a row, in units of its spread.</summary>
    public double[] Targets { get; }

    /// <summary>The first rows are fitted, the others held out.</summary>
    public int Fitted { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Weights.Length;

    /// <summary>The coordinates of a row.</summary>
    public ReadOnlySpan<double> Row(int row) => Points.AsSpan(row * Dimension, Dimension);

    /// <summary>Takes rows from a measure.</summary>
    /// <param name="measure">The rows, all of positive weight.</param>
    /// <param name="units">Where the coordinates are standardised.</param>
    /// <param name="target">Which of its targets.</param>
    /// <param name="spread">The target's mean and unit.</param>
    public static SmoothingRows Of(Measure measure, Standardisation units, int target, TargetSpread spread)
    {
        var keys = new (bool IsHeld, ulong Place, ulong Hash, int Row)[measure.Count];
        AtomWeights given = measure.AtomWeights;
        for (int i = 0; i < keys.Length; i++)
        {
            ulong place = RowHash.Mix(0, measure.Atom(i));
            keys[i] = (place % Parts == 0, place, RowHash.Mix(RowHash.ForAtom(measure, i), [given[i]]), i);
        }
        Array.Sort(keys);
        int dimension = measure.Dimension, count = keys.Length;
        double[] points = new double[count * dimension], weights = new double[count], targets = new double[count];
        for (int i = 0; i < count; i++)
        {
            int row = keys[i].Row;
            units.Apply(measure.Atom(row), points.AsSpan(i * dimension, dimension));
            weights[i] = given[row] * (count / measure.TotalWeight);
            targets[i] = spread.Standard(measure.Targets.Span[row * measure.TargetCount + target]);
        }
        return new SmoothingRows(dimension, points, weights, targets, keys.Count(key => !key.IsHeld));
    }
}
