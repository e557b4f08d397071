namespace Polylog;

/// <summary>Lists what can be made of a region, and what it would cost and leave.</summary>
/// <param name="matched">What a compression matches.</param>
/// <param name="size">Points that may stay in all.</param>
/// <param name="cap">Functions a leaf may match at most.</param>
/// <param name="options">The use, and the effort: whether leaves watch the next order.</param>
/// <param name="sizes">For each trial function what its errors are relative to: its sum of absolute values.</param>
/// <param name="kinked">Whether a trial function has kinks. Many small leaves and few large ones resolve a kink alike; measured, the small ones are better by about this much.</param>
/// <param name="isStep">Whether it has jumps.</param>
internal sealed class OptionTable(MatchedColumns matched, int size, int cap, CompressionOptions options, double[] sizes, Func<int, bool> kinked, Func<int, bool> isStep)
{
    /// <summary>How many times its even share of the points a region may get: where leaves are small, neighbours need more.</summary>
    private const int Enrichment = 4;

    /// <summary>Part of the next order's gain that watching it brings, in logarithms; measured at (3, 5) to (3, 10).</summary>
    private const double WatchedGain = 0.7;

    /// <summary>Part of the mean square of kinks and steps that exchanging points leaves; measured on the energy in two dimensions.</summary>
    private const double ExchangedPart = 0.3;

    /// <summary>Part of any function's mean square that counts as steps where there is a target; from 0.1 to 1 the same is chosen.</summary>
    private const double RoughPart = 0.1;

    /// <summary>Squared errors that no sum tells from rounding, however many leaves there are.</summary>
    private const double Nothing = 1e-36;

    /// <summary>Number of trial functions.</summary>
    public int Functions => sizes.Length;

    /// <summary>All options of a region, fewest points first.</summary>
    /// <param name="region">Estimates of the region.</param>
    /// <param name="level">There are 2^level like it.</param>
    public LeafOption[] Of(RegionEstimate region, int level)
    {
        var found = new OptionList(region, Functions);
        int most = (int)Math.Min(Math.Min(cap, Enrichment * (long)(size >> level)), region.Count - 1);
        int last = 1;
        for (int order = LeafChooser.LeastOrder(matched, size, options.Use); order <= LeafChooser.MaxOrder && region.Rank(order) <= most && matched.Count(order) <= Math.Max(cap, matched.Count(1)); order++)
        {
            last = order;
            int rank = region.Rank(order);
            Span<double> errors = found.Add(order, rank, watched: false);
            SetErrors(region, order, rank, watched: false, errors);
            int watched = rank + 3 * (region.Rank(order + 1) - rank) / 4;
            if (watched > rank && region.Rank(order + 1) < region.Count && Watches(order) && watched <= 2 * cap)
            {
                errors = found.Add(order, watched, watched: true);
                SetErrors(region, order, watched, watched: true, errors);
            }
            if (errors.IndexOfAnyExceptInRange(0, Nothing) < 0)
                break;
        }
        // Keeping all points of a region is exact.
        found.Add(last, region.Count, watched: false).Clear();
        return found.ToArray();
    }

    /// <summary>
    /// What larger leaves of a higher order cost where functions have kinks. More where there is a target: its noise, and a step, are off by the root of the weights' mean square, which is
    /// 1.7, 1.8 and 2.3 times their squared mean at orders 1 to 3 with eight columns, and points of a large leaf that stay are its outlying ones. Where points are
    /// exchanged small leaves gain most: each function has more points to choose from.
    /// </summary>
    private double Unevenness(int order) => FunctionPlan.WantsEvenWeights(matched, size, options) ? (order + 1) * (order + 1) : Math.Sqrt(order + 1);

    /// <summary>No target is all smooth: a part of every function is steps, and gains of what is smooth end where that part begins to tell.</summary>
    private void AddRough(Span<double> errors)
    {
        double sum = 0;
        int steps = 0;
        for (int f = 0; f < Functions; f++)
        {
            sum += isStep(f) ? errors[f] : 0;
            steps += isStep(f) ? 1 : 0;
        }
        for (int f = 0; steps > 0 && f < Functions; f++)
            errors[f] += RoughPart * sum / steps;
    }

    private bool Watches(int order) => options.Effort != Effort.Fast && FunctionPlan.WatchingIsCheap(matched, order) && !FunctionPlan.ExchangingPays(matched, order, options);

    /// <summary>
    /// The points that stay have weights of about region.Weight / target each, which look random to the residual: its sum has this variance.
    /// </summary>
    private void SetErrors(RegionEstimate region, int order, int target, bool watched, Span<double> errors)
    {
        bool exchanged = FunctionPlan.ExchangingPays(matched, order, options);
        double factor = region.Weight * region.Weight * (1.0 / target - 1.0 / region.Count);
        for (int f = 0; f < Functions; f++)
        {
            double residual = region.Residual(order, f);
            if (watched && residual > 0)
                residual *= Math.Pow(region.Residual(order + 1, f) / residual, WatchedGain);
            if (kinked(f))
                residual *= Unevenness(order) * (exchanged ? ExchangedPart : 1);
            errors[f] = sizes[f] > 0 ? factor * residual / (sizes[f] * sizes[f]) : 0;
        }
        if (options.Use == Use.Any)
            AddRough(errors);
    }
}
