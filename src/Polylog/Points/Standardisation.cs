namespace Polylog;

/// <summary>Shifts and scales every column of a measure to weighted mean 0 and standard deviation 1; a constant column becomes 0.</summary>
internal sealed class Standardisation
{
    // Differences of values beyond the first can overflow; scaled by the second none can. Powers of two: nothing is rounded.
    private static readonly double s_large = Math.ScaleB(1, 1000);
    private static readonly double s_smaller = Math.ScaleB(1, -24);

    private readonly double[] _scale;
    private readonly double[] _mean;
    private readonly double[] _reciprocal;

    /// <summary>Takes numbers that were fitted before.</summary>
    /// <param name="scale">What each column is multiplied by first.</param>
    /// <param name="mean">What is subtracted then.</param>
    /// <param name="reciprocal">What it is multiplied by at the end.</param>
    internal Standardisation(double[] scale, double[] mean, double[] reciprocal)
    {
        _scale = scale;
        _mean = mean;
        _reciprocal = reciprocal;
    }

    /// <summary>The columns' means.</summary>
    internal ReadOnlySpan<double> Means => _mean.Select((mean, column) => mean / _scale[column]).ToArray();

    /// <summary>Their standard deviations; 1 for a constant column.</summary>
    internal double[] Deviations => [.. _reciprocal.Select((reciprocal, column) => reciprocal > 0 ? 1 / reciprocal / _scale[column] : 1)];

    /// <summary>What each column is multiplied by, what is subtracted, and what it is multiplied by then.</summary>
    internal (double[] Scale, double[] Mean, double[] Reciprocal) Numbers => (_scale, _mean, _reciprocal);

    /// <summary>Number of columns.</summary>
    public int Dimension => _mean.Length;

    /// <summary>Takes means and deviations from a measure.</summary>
    /// <param name="measure">The measure.</param>
    /// <remarks>Sums in twice the working precision: the result does not depend on the rows' order. O(count x dimension).</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="measure"/> is null.</exception>
    public static Standardisation Fit(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        double[] scale = new double[measure.Dimension];
        double[] mean = new double[measure.Dimension];
        double[] reciprocal = new double[measure.Dimension];
        ParallelLoop.For(0, measure.Dimension, new ParallelOptions(), column =>
        {
            scale[column] = Largest(measure, column, 1, 0) > s_large ? s_smaller : 1;
            // In units of the largest value no square overflows or vanishes.
            double unit = Largest(measure, column, scale[column], 0);
            mean[column] = unit > 0 ? unit * ColumnSums.Mean(measure, column, scale[column], 0, unit) : 0;
            double spread = Largest(measure, column, scale[column], mean[column]);
            double deviation = spread > 0
                ? spread * Math.Sqrt(ColumnSums.MeanSquare(measure, column, scale[column], mean[column], spread)) : 0;
            // A column whose spread is lost in its own rounding is constant.
            reciprocal[column] = deviation > Math.Abs(mean[column]) * Measure.SameTo && double.IsFinite(1 / deviation) ? 1 / deviation : 0;
        });
        return new Standardisation(scale, mean, reciprocal);
    }

    /// <summary>Writes a row's standardised coordinates.</summary>
    /// <param name="row">IN, <see cref="Dimension"/> coordinates.</param>
    /// <param name="standardised">OUT, as many.</param>
    public void Apply(ReadOnlySpan<double> row, Span<double> standardised)
    {
        for (int column = 0; column < row.Length; column++)
            standardised[column] = (row[column] * _scale[column] - _mean[column]) * _reciprocal[column];
    }

    /// <summary>A standardised coordinate.</summary>
    /// <param name="value">The coordinate.</param>
    /// <param name="column">Its column.</param>
    public double Apply(double value, int column) => (value * _scale[column] - _mean[column]) * _reciprocal[column];

    private static double Largest(Measure measure, int column, double scale, double centre)
    {
        ReadOnlySpan<double> atoms = measure.Atoms.Span;
        double largest = 0;
        for (int at = column; at < atoms.Length; at += measure.Dimension)
            largest = Math.Max(largest, Math.Abs(atoms[at] * scale - centre));
        return largest;
    }
}
