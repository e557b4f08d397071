namespace Polylog;

/// <content>Leaves of even weights, and kernel functions.</content>
internal sealed partial class CompressionPolicy
{
    /// <summary>
    /// Functions that are kept small beside those that are matched. A quarter of the size matched and 250 watched are worth three quarters
    /// matched, at a third of the time.
    /// </summary>
    private const int WatchedFunctions = 250;

    /// <summary>Beyond so many functions windows cost more than they gain.</summary>
    private const int MostWindowFunctions = 1000;

    private const int LeastSample = 2000;

    private const int MostSample = 8000;

    /// <summary>Rows of the sample for each landmark, and for each polynomial that is fitted.</summary>
    private const int RowsPerFunction = 3;

    /// <summary>Order that is matched beside kernel functions: 2 where it takes up half of the size at most.</summary>
    public int OrderBesideKernel => options.Order ?? (matched.Count(2) <= size / 2 ? 2 : 1);

    /// <summary>How many kernel functions are matched and watched.</summary>
    /// <param name="rows">Rows there are.</param>
    public KernelPlan KernelFunctions(int rows)
    {
        int sets = 1 + matched.Factors;
        long polynomials = matched.Count(OrderBesideKernel);
        long all = Math.Min(size / 2, Math.Max(MostWindowFunctions, polynomials));
        int exact = (int)(Math.Max(0, all - polynomials) / sets);
        int watched = WatchedFunctions / sets;
        int landmarks = Math.Min(rows, (exact + watched) * 5 / 4);
        int sample = Math.Clamp(RowsPerFunction * Math.Max(landmarks, (int)polynomials), LeastSample, MostSample);
        return new KernelPlan(exact, watched, Math.Min(rows, sample), landmarks);
    }
}
