namespace Polylog;

/// <summary>Relative errors of the test functions' sums.</summary>
/// <param name="Median">Median over the functions.</param>
/// <param name="Worst">
/// Largest. It differs much from one draw of functions to the next: <see cref="Upper"/> tells more of functions that were not drawn.
/// </param>
public readonly record struct PanelErrors(double Median, double Worst)
{
    private const double UpperShare = 0.9;

    /// <summary>The 90% quantile: one function in ten has a larger error.</summary>
    public double Upper { get; init; }

    /// <summary>Median, 90% quantile and largest of some errors.</summary>
    /// <param name="errors">At least one.</param>
    public static PanelErrors FromErrors(IReadOnlyCollection<double> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        double[] sorted = [.. errors.Order()];
        return new PanelErrors(MedianOf(sorted), sorted[^1]) { Upper = sorted[UpperPlace(sorted.Length)] };
    }

    // Of two errors the larger one: the quantile is not below the median.
    private static int UpperPlace(int count) => Math.Max((int)(UpperShare * (count - 1)), count / 2);

    /// <summary>The errors of several subsets as those of one: medians of each.</summary>
    internal static PanelErrors MedianOf(IReadOnlyCollection<PanelErrors> subsets) =>
        new(MedianOf(subsets.Select(errors => errors.Median)), MedianOf(subsets.Select(errors => errors.Worst)))
        {
            Upper = MedianOf(subsets.Select(errors => errors.Upper)),
        };

    internal static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
