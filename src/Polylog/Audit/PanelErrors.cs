namespace Polylog;

/// <summary>The middle and the worst of the relative errors of a panel's sums.</summary>
/// <param name="Median">Median over the functions.</param>
/// <param name="Worst">Largest.</param>
public readonly record struct PanelErrors(double Median, double Worst)
{
    /// <summary>The middle and the worst of some errors, in any order.</summary>
    /// <param name="errors">At least one.</param>
    public static PanelErrors FromErrors(IReadOnlyCollection<double> errors) => new(MedianOf(errors), errors.Max());

    internal static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
