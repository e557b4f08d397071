namespace Polylog;

/// <summary>The centres of a sum of Gaussian functions, as columns, so that a row's values are worked out by whole vectors.</summary>
internal sealed class KernelCentres
{
    private readonly int _dimension;
    private readonly double[] _columns; // dimension x Width
    private readonly double[] _squares;

    /// <param name="points">IN, standardised, count x dimension, row-major.</param>
    /// <param name="dimension">Coordinates of a point.</param>
    public KernelCentres(ReadOnlySpan<double> points, int dimension)
    {
        _dimension = dimension;
        Count = points.Length / dimension;
        Width = Kernels.Pad(Count);
        _columns = new double[dimension * Width];
        _squares = new double[Width];
        for (int i = 0; i < Count; i++)
        {
            for (int column = 0; column < dimension; column++)
            {
                double value = points[i * dimension + column];
                _columns[column * Width + i] = value;
                _squares[i] = Math.FusedMultiplyAdd(value, value, _squares[i]);
            }
        }
    }

    /// <summary>Number of centres.</summary>
    public int Count { get; }

    /// <summary>Length of a row of values: <see cref="Count"/> rounded up for the kernels.</summary>
    public int Width { get; }

    /// <summary>The centre nearest to a row, the first of several.</summary>
    /// <param name="row">IN, a standardised row.</param>
    /// <param name="squares">Scratch, <see cref="Width"/> numbers.</param>
    public int Nearest(ReadOnlySpan<double> row, Span<double> squares)
    {
        Distances(row, squares);
        int nearest = 0;
        for (int i = 1; i < Count; i++)
            nearest = squares[i] < squares[nearest] ? i : nearest;
        return nearest;
    }

    /// <summary>exp(-|row - centre|^2 / <paramref name="scale"/>) for every centre, 0 beyond the last.</summary>
    /// <param name="row">IN, a standardised row.</param>
    /// <param name="scale">The square of the functions' width, above 0.</param>
    /// <param name="values">OUT, <see cref="Width"/> of them.</param>
    public void Evaluate(ReadOnlySpan<double> row, double scale, Span<double> values)
    {
        Distances(row, values);
        for (int i = 0; i < Count; i++)
            values[i] = Math.Exp(Math.Min(0, -values[i] / scale));
        values[Count..].Clear();
    }

    private void Distances(ReadOnlySpan<double> row, Span<double> squares)
    {
        double square = 0;
        for (int column = 0; column < _dimension; column++)
            square = Math.FusedMultiplyAdd(row[column], row[column], square);
        for (int i = 0; i < Width; i++)
            squares[i] = _squares[i] + square;
        for (int column = 0; column < _dimension; column++)
            Kernels.SubtractScaled(squares, 2 * row[column], _columns.AsSpan(column * Width, Width));
    }
}
