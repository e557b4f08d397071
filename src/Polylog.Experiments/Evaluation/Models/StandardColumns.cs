namespace Polylog.Experiments;

/// <summary>
/// Shifts and scales columns to weighted mean 0 and standard deviation 1, as seen in the rows a model learns from; constant columns become
/// 0.
/// </summary>
internal sealed class StandardColumns
{
    private readonly double[] _means;
    private readonly double[] _factors;

    public StandardColumns(LearningRows rows)
    {
        _means = new double[rows.Columns];
        _factors = new double[rows.Columns];
        double total = rows.Weights.Sum();
        for (int column = 0; column < rows.Columns; column++)
        {
            // The spread of equal numbers is not always 0 to rounding, and a unit of rounding would be no unit at all.
            double mean = 0, spread = 0;
            double? only = Only(rows, column);
            for (int i = 0; i < rows.Count; i++)
                mean += rows.Weights[i] / total * rows.Row(i)[column];
            for (int i = 0; i < rows.Count; i++)
                spread += rows.Weights[i] / total * Math.Pow(rows.Row(i)[column] - mean, 2);
            _means[column] = only ?? mean;
            _factors[column] = spread > 0 && only is null ? 1 / Math.Sqrt(spread) : 0;
        }
    }

    // The value of a column in every row that has a weight; null where there are two.
    private static double? Only(LearningRows rows, int column)
    {
        double? only = null;
        for (int i = 0; i < rows.Count; i++)
        {
            double value = rows.Row(i)[column];
            if (rows.Weights[i] > 0 && value != (only ??= value))
                return null;
        }
        return only;
    }

    /// <summary>Writes a row in the new units.</summary>
    public void Apply(ReadOnlySpan<double> row, Span<double> standard)
    {
        for (int i = 0; i < row.Length; i++)
            standard[i] = (row[i] - _means[i]) * _factors[i];
    }
}
