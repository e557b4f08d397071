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

    /// <summary>
    /// Largest coordinate over the half width of the leaf, at least 1: the factor by which the rounding of the coordinates is magnified.
    /// </summary>
    public double Magnification { get; private set; } = 1;

    /// <summary>Middle of the leaf along an axis.</summary>
    public double Centre(int axis) => _centre[axis];

    /// <summary>One over half the leaf's width along an axis; 0 for a constant coordinate.</summary>
    public double Reciprocal(int axis) => _reciprocal[axis];

    /// <summary>Fits the frame to rows of points, row-major.</summary>
    public void Fit(ReadOnlySpan<double> rows)
    {
        Box.Enclose(rows, _centre, _reciprocal);
        Magnification = 1;
        for (int axis = 0; axis < _centre.Length; axis++)
        {
            double low = _centre[axis], high = _reciprocal[axis];
            double half = high / 2 - low / 2;
            _centre[axis] = low + half;
            _reciprocal[axis] = half > 0 && double.IsFinite(1 / half) ? 1 / half : 0;
            Magnification = Math.Max(Magnification, Math.Max(Math.Abs(low), Math.Abs(high)) * _reciprocal[axis]);
        }
    }

    /// <summary>Writes one point's local coordinates, each <paramref name="stride"/> apart.</summary>
    /// <remarks>
    /// They may stand out of [-1,1] by the rounding of the centre. Clamping them would bend the map, and moments matched in bent
    /// coordinates are not the data's.
    /// </remarks>
    public void Map(ReadOnlySpan<double> row, Span<double> local, int stride)
    {
        for (int axis = 0; axis < row.Length; axis++)
            local[axis * stride] = (row[axis] - _centre[axis]) * _reciprocal[axis];
    }
}
