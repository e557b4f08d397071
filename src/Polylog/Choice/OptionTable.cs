namespace Polylog;

/// <summary>Lists what can be made of a region, and what it would cost and leave.</summary>
/// <param name="dimension">Of the points.</param>
/// <param name="size">Points that may stay in all.</param>
/// <param name="cap">Functions a leaf may match at most.</param>
/// <param name="options">The use, and the effort: whether leaves watch the next order.</param>
/// <param name="sizes">For each trial function what its errors are relative to: its sum of absolute values.</param>
/// <param name="kinked">Whether a trial function has kinks. Many small leaves and few large ones resolve a kink alike; measured, the small ones are better by about this much.</param>
internal sealed class OptionTable(int dimension, int size, int cap, CompressionOptions options, double[] sizes, Func<int, bool> kinked)
{
    /// <summary>How many times its even share of the points a region may get: where leaves are small, neighbours need more.</summary>
    private const int Enrichment = 4;

    /// <summary>Part of the next order's gain that watching it brings, in logarithms; measured at (3, 5) to (3, 10).</summary>
    private const double WatchedGain = 0.7;

    /// <summary>Gain of rounds for each time the functions that there are points, beyond the first, times order + 1, and its limit; measured at (3, 6) to (3, 12) and (5, 4) to (5, 8), where it is never less.</summary>
    private const double RoundSlope = 0.1;
    private const double MaxRoundGain = 4;

    private static readonly double[] s_spares = [1.25, 1.5, 1.75, 2, 2.5];

    /// <summary>Number of trial functions.</summary>
    public int Functions => sizes.Length;

    /// <summary>All options of a region, fewest points first.</summary>
    /// <param name="region">Estimates of the region.</param>
    /// <param name="level">There are 2^level like it.</param>
    public LeafOption[] Of(RegionEstimate region, int level)
    {
        var found = new List<LeafOption>();
        int most = (int)Math.Min(Math.Min(cap, Enrichment * (long)(size >> level)), region.Count - 1);
        for (int order = LeafChooser.LeastOrder(dimension, size, options.Use); order <= LeafChooser.MaxOrder && region.Rank(order) <= most && Moments.Count(dimension, order) <= Math.Max(cap, dimension + 1); order++)
        {
            int rank = region.Rank(order);
            found.Add(new LeafOption(region, order, rank, Errors(region, order, rank, watched: false)));
            if (rank == Moments.Count(dimension, order) && RoundPlan.For(dimension, order, size, options.Effort).IsAny)
            {
                found[^1] = found[^1] with { Errors = Errors(region, order, rank, watched: false, RoundGain(order, rank, level)) };
                foreach (double spare in s_spares)
                {
                    int target = (int)(spare * rank);
                    if (target <= most)
                        found.Add(new LeafOption(region, order, target, Errors(region, order, target, watched: false, RoundGain(order, target, level))));
                }
            }
            int watched = rank + 3 * (region.Rank(order + 1) - rank) / 4;
            if (watched > rank && region.Rank(order + 1) < region.Count && Watches(order) && watched <= 2 * cap)
                found.Add(new LeafOption(region, order, watched, Errors(region, order, watched, watched: true), Watched: true));
        }
        // Keeping all points of a region is exact.
        found.Add(new LeafOption(region, found.Count == 0 ? 1 : found[^1].Order, region.Count, new double[Functions]));
        return [.. found.OrderBy(option => option.Target)];
    }

    /// <summary>How many times less the error is with rounds: they work on balls of as many points as there are functions among all the points of this order.</summary>
    private double RoundGain(int order, int target, int level)
    {
        double spare = (double)target * (1 << level) / Moments.Count(dimension, order);
        return Math.Clamp(1 + RoundSlope * (order + 1) * (spare - 1), 1, MaxRoundGain);
    }

    private bool Watches(int order) => options.Effort != Effort.Fast && FunctionPlan.WatchingIsCheap(dimension, order);

    /// <summary>
    /// The points that stay have weights of about region.Weight / target each, which look random to the residual: its sum has this variance.
    /// </summary>
    private double[] Errors(RegionEstimate region, int order, int target, bool watched, double gain = 1)
    {
        double[] errors = new double[Functions];
        double factor = region.Weight * region.Weight * (1.0 / target - 1.0 / region.Count) / (gain * gain);
        for (int f = 0; f < Functions; f++)
        {
            double residual = region.Residual(order, f);
            if (watched && residual > 0)
                residual *= Math.Pow(region.Residual(order + 1, f) / residual, WatchedGain);
            if (kinked(f))
                residual *= Math.Sqrt(order + 1);
            errors[f] = sizes[f] > 0 ? factor * residual / (sizes[f] * sizes[f]) : 0;
        }
        return errors;
    }
}
