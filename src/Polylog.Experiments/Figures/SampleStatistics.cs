namespace Polylog.Experiments;

/// <summary>Medians and deviations of a few numbers.</summary>
public static class SampleStatistics
{
    /// <summary>The median: the middle number, or the mean of the two in the middle; null if there are none.</summary>
    public static double? MedianOrNull(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? null : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>The median: the middle number, or the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(IEnumerable<double> values) =>
        MedianOrNull(values) ?? throw new ArgumentException("There are no values.", nameof(values));

    /// <summary>Root of the mean squared distance from the mean.</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
