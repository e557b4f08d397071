namespace Polylog.Benchmarks;

/// <summary>Kernels of two standardised rows.</summary>
internal static class ThinningKernels
{
    /// <summary>Of bandwidth median distance: the kernel of the MMD that methods are judged by.</summary>
    public static Func<int, int, double> Gaussian(WideTable table)
    {
        double scale = -0.5 / (table.MedianDistance * table.MedianDistance);
        return (i, j) => Math.Exp(scale * table.SquaredDistance(i, j));
    }

    /// <summary>Falls with the distance itself: its functions may have kinks.</summary>
    public static Func<int, int, double> Laplace(WideTable table) =>
        (i, j) => Math.Exp(-Math.Sqrt(table.SquaredDistance(i, j)) / table.MedianDistance);
}
