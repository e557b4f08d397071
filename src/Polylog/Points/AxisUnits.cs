namespace Polylog;

/// <summary>The unit of length along each axis.</summary>
internal static class AxisUnits
{
    /// <summary>Units of the axes; 1 where the column is constant.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="scale">What to measure with.</param>
    /// <param name="threads">Workers; the result does not depend on it.</param>
    public static double[] Measured(Measure measure, ColumnScale scale, int threads)
    {
        double[] units = new double[measure.Dimension];
        Array.Fill(units, 1);
        if (scale == ColumnScale.None)
            return units;
        // Columns are independent: one after the other in each worker keeps every sum's order fixed.
        ParallelLoop.For(0, measure.Dimension, new ParallelOptions { MaxDegreeOfParallelism = threads }, axis =>
        {
            double unit = scale == ColumnScale.Range ? Range(measure, axis) : Deviation(measure, axis);
            // The squares of values around 1e200 overflow; their range serves as well.
            if (!(unit > 0 && double.IsFinite(unit)))
                unit = Range(measure, axis);
            if (unit > 0 && double.IsFinite(unit))
                units[axis] = unit;
        });
        return units;
    }

    private static double Range(Measure measure, int axis)
    {
        ReadOnlySpan<double> atoms = measure.Atoms.Span;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = axis; i < atoms.Length; i += measure.Dimension)
        {
            low = Math.Min(low, atoms[i]);
            high = Math.Max(high, atoms[i]);
        }
        return high - low;
    }

    private static double Deviation(Measure measure, int axis)
    {
        double mean = ColumnSums.Mean(measure, axis, 1, 0, 1);
        // Again: that repairs the mean of columns that sit far from zero.
        mean += ColumnSums.Mean(measure, axis, 1, mean, 1);
        return Math.Sqrt(ColumnSums.MeanSquare(measure, axis, 1, mean, 1));
    }
}
