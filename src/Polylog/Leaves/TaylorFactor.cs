namespace Polylog;

/// <summary>
/// Bounds how much a leaf adds to the error of a function with bounded derivatives. The leaf's points and the kept ones integrate Taylor's
/// polynomial about the leaf's centre to the same value, and the remainder at a point is at most M |z - centre|^(order + 1) / (order + 1)!.
/// </summary>
/// <param name="axes">Coordinates: the first columns of a row.</param>
/// <param name="deviations">Standard deviation of each column of a row: distances are measured in them.</param>
/// <param name="totalWeight">Weight of the whole measure.</param>
internal sealed class TaylorFactor(int axes, double[] deviations, double totalWeight)
{
    /// <summary>The factor of M in the error that reducing a leaf adds to an average over the whole measure.</summary>
    /// <param name="task">The leaf.</param>
    /// <param name="kept">IN, positions of the kept points among its rows.</param>
    /// <param name="weights">IN, their weights.</param>
    public double OfLeaf(LeafTask task, ReadOnlySpan<int> kept, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<double> rows = task.Rows.Span;
        int dimension = deviations.Length, order = task.Functions.Order;
        Span<double> centre = dimension <= 128 ? stackalloc double[dimension] : new double[dimension];
        Centre(rows, centre);
        var given = new AtomWeights(task.Weights.Span);
        double sum = 0;
        for (int i = 0; i < task.Count; i++)
            sum += given[i] * Power(rows.Slice(i * dimension, axes), centre, order + 1);
        for (int i = 0; i < kept.Length; i++)
            sum += weights[i] * Power(rows.Slice(kept[i] * dimension, axes), centre, order + 1);
        return Scaled(sum, order);
    }

    /// <summary>The same for changes of weights that leave the moments up to an order as they are.</summary>
    /// <param name="rows">IN, rows of the points, row-major.</param>
    /// <param name="changes">IN, the change of each point's weight.</param>
    /// <param name="order">The order.</param>
    public double OfChanges(ReadOnlySpan<double> rows, ReadOnlySpan<double> changes, int order)
    {
        int dimension = deviations.Length;
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
        Box.Enclose(rows, centre, high);
        for (int axis = 0; axis < centre.Length; axis++)
            centre[axis] += (high[axis] - centre[axis]) / 2;
    }

    private double Scaled(double sum, int order)
    {
        double factor = sum / totalWeight;
        for (int n = 2; n <= order + 1; n++)
            factor /= n;
        return factor;
    }

    private double Power(ReadOnlySpan<double> row, ReadOnlySpan<double> centre, int exponent)
    {
        double square = 0;
        for (int axis = 0; axis < row.Length; axis++)
        {
            double along = (row[axis] - centre[axis]) / deviations[axis];
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
