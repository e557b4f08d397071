namespace Polylog;

/// <summary>
/// Finds a tight ball of points in a block. Balls about a few of the points are compared, and the one with the least weight x radius^(order
/// + 1) is taken.
/// </summary>
internal sealed class BallChooser
{
    /// <summary>Balls compared. Measured: two are a little worse, 32 are no better.</summary>
    private const int Centres = 8;

    private readonly CanonicalOrder _order = new();
    private int[] _points = [];
    private int[] _nearest = [];
    private double[] _distances = [];
    private double[] _weights = [];

    /// <summary>Chooses.</summary>
    /// <param name="parts">The points in the coordinates that distances are measured in.</param>
    /// <param name="block">Those to choose from.</param>
    /// <param name="weights">IN, all weights, by the partition's index.</param>
    /// <param name="count">Points of a ball.</param>
    /// <param name="order">Order up to which moments will be matched in it.</param>
    /// <returns>The partition's indices of the points.</returns>
    public int[] Choose(Bisection parts, Leaf block, ReadOnlySpan<double> weights, int count, int order)
    {
        int dimension = parts.Dimension;
        int all = block.Count;
        if (_points.Length < all)
        {
            _points = new int[all];
            _nearest = new int[all];
            _distances = new double[all];
            _weights = new double[all];
        }
        ReadOnlySpan<int> index = parts.Index.AsSpan(block.Start, all);
        ReadOnlySpan<double> rows = parts.Rows.AsSpan(block.Start * dimension, all * dimension);
        for (int i = 0; i < all; i++)
            _weights[i] = weights[index[i]];
        Span<int> points = _points.AsSpan(0, all), nearest = _nearest.AsSpan(0, all);
        _order.Fill(rows, dimension, _weights.AsSpan(0, all), index, points);
        int[] best = [];
        double least = double.PositiveInfinity;
        for (int centre = 0; centre < Math.Min(Centres, all); centre++)
        {
            points.CopyTo(nearest);
            double radius = Nearest(rows, dimension, rows.Slice(points[centre] * dimension, dimension), nearest, count);
            double size = 0;
            foreach (int point in nearest[..count])
                size += _weights[point];
            size *= Math.Pow(radius, order + 1);
            if (best.Length > 0 && !(size < least))
                continue;
            least = size;
            best = nearest[..count].ToArray();
        }
        for (int i = 0; i < count; i++)
            best[i] = index[best[i]];
        return best;
    }

    /// <summary>Moves the nearest points to the front; returns the distance of the last of them.</summary>
    private double Nearest(ReadOnlySpan<double> rows, int dimension, ReadOnlySpan<double> centre, Span<int> points, int count)
    {
        Span<double> distances = _distances.AsSpan(0, points.Length);
        for (int i = 0; i < points.Length; i++)
        {
            ReadOnlySpan<double> row = rows.Slice(points[i] * dimension, dimension);
            double square = 0;
            for (int axis = 0; axis < dimension; axis++)
                square += (row[axis] - centre[axis]) * (row[axis] - centre[axis]);
            distances[i] = square;
        }
        distances.Sort(points);
        return Math.Sqrt(distances[count - 1]);
    }
}
