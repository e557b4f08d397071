namespace Polylog;

/// <summary>Maps a leaf's box onto [-1,1]^m; a coordinate that is constant in the leaf becomes 0.</summary>
internal sealed class LocalFrame
{
    private readonly double[] _centre;
    private readonly double[] _reciprocal;

    public LocalFrame(int dimension)
    {
        _centre = new double[dimension];
        _reciprocal = new double[dimension];
    }

    /// <summary>Fits the frame to rows of points, row-major.</summary>
    public void Fit(ReadOnlySpan<double> rows)
    {
        Bisection.Box(rows, _centre, _reciprocal);
        for (int axis = 0; axis < _centre.Length; axis++)
        {
            double low = _centre[axis], high = _reciprocal[axis];
            double half = high / 2 - low / 2;
            _centre[axis] = low + half;
            _reciprocal[axis] = half > 0 && double.IsFinite(1 / half) ? 1 / half : 0;
        }
    }

    /// <summary>Writes one point's local coordinates, each <paramref name="stride"/> apart.</summary>
    public void Map(ReadOnlySpan<double> row, Span<double> local, int stride)
    {
        for (int axis = 0; axis < row.Length; axis++)
            local[axis * stride] = Math.Clamp((row[axis] - _centre[axis]) * _reciprocal[axis], -1, 1);
    }
}
