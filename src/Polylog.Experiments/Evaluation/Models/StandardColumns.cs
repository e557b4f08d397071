namespace Polylog.Experiments;

/// <summary>
/// Shifts and scales columns to weighted mean 0 and standard deviation 1, as seen in the rows a model learns from; columns that are
/// constant but for rows of no weight become 0.
/// </summary>
internal sealed class StandardColumns
{
    // Rows of less than this share of the weight cannot set a unit: their values would be thousands of units from all others.
    private const double Negligible = 1e-6;

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
            double? only = Only(rows, column, total);
            for (int i = 0; i < rows.Count; i++)
                mean += rows.Weights[i] / total * rows.Row(i)[column];
            for (int i = 0; i < rows.Count; i++)
                spread += rows.Weights[i] / total * Math.Pow(rows.Row(i)[column] - mean, 2);
            _means[column] = only ?? mean;
            _factors[column] = spread > 0 && only is null ? 1 / Math.Sqrt(spread) : 0;
        }
    }

    // The value of a column in all rows that count, null where there are two: the only candidate is the winner of a weighted vote
    // (Boyer and Moore, MJRTY, 1981).
    private static double? Only(LearningRows rows, int column, double total)
    {
        double candidate = 0, lead = 0, others = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            double value = rows.Row(i)[column], weight = rows.Weights[i];
            if (value == candidate)
                lead += weight;
            else if ((lead -= weight) < 0)
                (candidate, lead) = (value, -lead);
        }
        for (int i = 0; i < rows.Count; i++)
            others += rows.Row(i)[column] == candidate ? 0 : rows.Weights[i];
        return others <= Negligible * total ? candidate : null;
    }

    /// <summary>Writes a row in the new units.</summary>
    public void Apply(ReadOnlySpan<double> row, Span<double> standard)
    {
        for (int i = 0; i < row.Length; i++)
            standard[i] = (row[i] - _means[i]) * _factors[i];
    }
}
