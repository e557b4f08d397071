namespace Polylog;

/// <summary>Weighted means of functions over rows, and the sum of their variances.</summary>
/// <param name="Means">One a function.</param>
/// <param name="Variance">Sum of the functions' variances between rows.</param>
internal readonly record struct FunctionMeans(double[] Means, double Variance)
{
    /// <summary>Means over rows of a table.</summary>
    /// <param name="table">Values.</param>
    /// <param name="rows">Which rows of the table.</param>
    /// <param name="weights">Their weights, by position.</param>
    public static FunctionMeans Of(FunctionTable table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        double[] means = new double[table.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> row = table.Row(rows[i]);
            for (int f = 0; f < means.Length; f++)
                means[f] += weights[i] / total * row[f];
        }
        double variance = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> row = table.Row(rows[i]);
            double squares = 0;
            for (int f = 0; f < means.Length; f++)
                squares += (row[f] - means[f]) * (row[f] - means[f]);
            variance += weights[i] / total * squares;
        }
        return new FunctionMeans(means, variance);
    }

    /// <summary>Length of the difference of means.</summary>
    public double DistanceTo(FunctionMeans other)
    {
        double squares = 0;
        for (int f = 0; f < Means.Length; f++)
            squares += (Means[f] - other.Means[f]) * (Means[f] - other.Means[f]);
        return Math.Sqrt(squares);
    }
}
