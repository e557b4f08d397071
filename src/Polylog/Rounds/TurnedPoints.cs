namespace Polylog;

/// <summary>
/// Maps points for the rounds: scaled by the units of the columns, centred, and rotated differently in every round, so that the borders of
/// the blocks never lie in the same place twice.
/// </summary>
internal sealed class TurnedPoints
{
    private readonly Measure _measure;
    private readonly int _axes;
    private readonly double[] _centre;
    private readonly double[] _reciprocals;

    /// <param name="measure">The measure.</param>
    /// <param name="axes">Its coordinates; columns after them do not count.</param>
    /// <param name="units">Length that counts as 1 along each axis.</param>
    public TurnedPoints(Measure measure, int axes, double[] units)
    {
        _measure = measure;
        _axes = axes;
        int dimension = measure.Dimension;
        _centre = new double[dimension];
        double[] high = new double[dimension];
        Box.Enclose(measure.Atoms.Span, _centre, high);
        _reciprocals = new double[dimension];
        double widest = 0;
        for (int axis = 0; axis < axes; axis++)
        {
            double half = high[axis] / 2 - _centre[axis] / 2;
            _centre[axis] += half;
            _reciprocals[axis] = half / units[axis];
            widest = Math.Max(widest, _reciprocals[axis]);
        }
        // Everything within [-1, 1], so that no square overflows.
        for (int axis = 0; axis < axes; axis++)
            _reciprocals[axis] = _reciprocals[axis] > 0 && double.IsFinite(widest) ? 1 / units[axis] / widest : 0;
    }

    /// <summary>The points, turned.</summary>
    /// <param name="index">Which atoms of the measure.</param>
    /// <param name="round">The same turn for the same round.</param>
    public Measure InRound(ReadOnlySpan<int> index, int round)
    {
        int dimension = _axes;
        double[] turn = Rotation(dimension, seed: (ulong)round);
        double[] seen = new double[dimension];
        double[] turned = new double[index.Length * dimension];
        for (int i = 0; i < index.Length; i++)
        {
            ReadOnlySpan<double> atom = _measure.Atom(index[i]);
            for (int axis = 0; axis < dimension; axis++)
                seen[axis] = (atom[axis] - _centre[axis]) * _reciprocals[axis];
            for (int axis = 0; axis < dimension; axis++)
            {
                double along = 0;
                for (int other = 0; other < dimension; other++)
                    along += turn[axis * dimension + other] * seen[other];
                turned[i * dimension + axis] = along;
            }
        }
        return Measure.Trusted(turned, dimension);
    }

    /// <summary>An orthogonal matrix: Gram and Schmidt on random rows.</summary>
    private static double[] Rotation(int dimension, ulong seed)
    {
        var random = new SplitMix64(seed);
        double[] rows = new double[dimension * dimension];
        for (int row = 0; row < dimension; row++)
        {
            Span<double> own = rows.AsSpan(row * dimension, dimension);
            for (int axis = 0; axis < dimension; axis++)
                own[axis] = random.Normal();
            for (int before = 0; before < row; before++)
            {
                ReadOnlySpan<double> other = rows.AsSpan(before * dimension, dimension);
                double along = Dot(own, other);
                for (int axis = 0; axis < dimension; axis++)
                    own[axis] -= along * other[axis];
            }
            double length = Math.Sqrt(Dot(own, own));
            for (int axis = 0; axis < dimension; axis++)
                own[axis] /= length;
        }
        return rows;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
