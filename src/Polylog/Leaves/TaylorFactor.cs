namespace Polylog;

/// <summary>
/// How much a leaf can add to the error of a function with bounded derivatives: both its points and those that stay integrate Taylor's polynomial about
/// the leaf's centre alike, and the remainder at a point is at most M |z - centre|^(order + 1) / (order + 1)!.
/// </summary>
internal sealed class TaylorFactor(Measure measure, int axes, int threads)
{
    // Distances in standard deviations, whatever the partition is measured in.
    private readonly double[] _units = AxisUnits.Of(measure, ColumnScale.StandardDeviation, threads);

    /// <summary>The factor of M in the error of an average over the whole measure.</summary>
    public double Of(ReadOnlySpan<double> rows, ReadOnlySpan<int> index, LeafResult kept, int order)
    {
        int dimension = measure.Dimension;
        Span<double> centre = dimension <= 128 ? stackalloc double[dimension] : new double[dimension];
        Centre(rows, centre);
        ReadOnlySpan<double> weights = measure.Weights.Span;
        double sum = 0;
        for (int i = 0; i < index.Length; i++)
            sum += (weights.IsEmpty ? 1 : weights[index[i]]) * Power(rows.Slice(i * dimension, axes), centre, order + 1);
        for (int i = 0; i < kept.Indices.Length; i++)
            sum += kept.Weights[i] * Power(measure.Atom(kept.Indices[i])[..axes], centre, order + 1);
        return Scaled(sum, order);
    }

    /// <summary>The factor of M in the error that changes of weights make which leave the moments as they are.</summary>
    public double Of(ReadOnlySpan<double> rows, ReadOnlySpan<double> changes, int order)
    {
        int dimension = measure.Dimension;
        Span<double> centre = dimension <= 128 ? stackalloc double[dimension] : new double[dimension];
        Centre(rows, centre);
        double sum = 0;
        for (int i = 0; i < changes.Length; i++)
            sum += Math.Abs(changes[i]) * Power(rows.Slice(i * dimension, axes), centre, order + 1);
        return Scaled(sum, order);
    }

    private static void Centre(ReadOnlySpan<double> rows, Span<double> centre)
    {
        Span<double> high = centre.Length <= 128 ? stackalloc double[centre.Length] : new double[centre.Length];
        Box.Of(rows, centre, high);
        for (int axis = 0; axis < centre.Length; axis++)
            centre[axis] += (high[axis] - centre[axis]) / 2;
    }

    private double Scaled(double sum, int order)
    {
        double factor = sum / measure.TotalWeight;
        for (int n = 2; n <= order + 1; n++)
            factor /= n;
        return factor;
    }

    private double Power(ReadOnlySpan<double> row, ReadOnlySpan<double> centre, int exponent)
    {
        double square = 0;
        for (int axis = 0; axis < row.Length; axis++)
        {
            double along = (row[axis] - centre[axis]) / _units[axis];
            square += along * along;
        }
        double power = (exponent & 1) != 0 ? Math.Sqrt(square) : 1;
        for (int half = exponent >> 1; half > 0; half >>= 1)
        {
            if ((half & 1) != 0)
                power *= square;
            square *= square;
        }
        return power;
    }
}
