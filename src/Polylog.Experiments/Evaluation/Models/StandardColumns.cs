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
            double mean = 0, spread = 0;
            for (int i = 0; i < rows.Count; i++)
                mean += rows.Weights[i] / total * rows.Row(i)[column];
            for (int i = 0; i < rows.Count; i++)
                spread += rows.Weights[i] / total * Math.Pow(rows.Row(i)[column] - mean, 2);
            _means[column] = mean;
            _factors[column] = spread > 0 ? 1 / Math.Sqrt(spread) : 0;
        }
    }

    /// <summary>Writes a row in the new units.</summary>
    public void Apply(ReadOnlySpan<double> row, Span<double> standard)
    {
        for (int i = 0; i < row.Length; i++)
            standard[i] = (row[i] - _means[i]) * _factors[i];
    }
}
