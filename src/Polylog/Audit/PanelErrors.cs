namespace Polylog;

/// <summary>Median and largest relative error of the test functions' sums.</summary>
/// <param name="Median">Median over the functions.</param>
/// <param name="Worst">Largest.</param>
public readonly record struct PanelErrors(double Median, double Worst)
{
    /// <summary>Median and largest of some errors.</summary>
    /// <param name="errors">At least one.</param>
    public static PanelErrors FromErrors(IReadOnlyCollection<double> errors) => new(MedianOf(errors), errors.Max());

    internal static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
