namespace Polylog;

/// <summary>Weighted averages over a column of a measure, in twice the working precision: they do not depend on the rows' order.</summary>
internal static class ColumnSums
{
    /// <summary>Average of (scale x - centre) / unit.</summary>
    public static double Mean(Measure measure, int column, double scale, double centre, double unit) =>
        Average(measure, column, scale, centre, unit, squared: false);

    /// <summary>Average of its square.</summary>
    public static double MeanSquare(Measure measure, int column, double scale, double centre, double unit) =>
        Average(measure, column, scale, centre, unit, squared: true);

    private static double Average(Measure measure, int column, double scale, double centre, double unit, bool squared)
    {
        ReadOnlySpan<double> atoms = measure.Atoms.Span;
        AtomWeights weights = measure.AtomWeights;
        int dimension = measure.Dimension;
        // Four sums in turns: a sum's next addition has to wait for its last.
        CompensatedSum first = default, second = default, third = default, fourth = default;
        int i = 0;
        for (int at = column; i + 4 <= measure.Count; i += 4, at += 4 * dimension)
        {
            Add(ref first, atoms[at], i, weights);
            Add(ref second, atoms[at + dimension], i + 1, weights);
            Add(ref third, atoms[at + 2 * dimension], i + 2, weights);
            Add(ref fourth, atoms[at + 3 * dimension], i + 3, weights);
        }
        for (; i < measure.Count; i++)
            Add(ref first, atoms[i * dimension + column], i, weights);
        first.Add(second);
        third.Add(fourth);
        first.Add(third);
        return first.Value / measure.TotalWeight;

        void Add(ref CompensatedSum sum, double atom, int row, AtomWeights weights)
        {
            double value = (atom * scale - centre) / unit;
            sum.AddProduct(weights[row], squared ? value * value : value);
        }
    }
}
