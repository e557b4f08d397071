namespace Polylog;

/// <summary>Lists the options of a region, each with the points it needs and the errors it leaves.</summary>
/// <param name="problem">What is to be compressed.</param>
/// <param name="trials">The trial functions. Many small leaves and few large ones resolve a kink alike; measured, the small ones are better
/// by about this much.</param>
/// <param name="magnitudes">For each trial function what its errors are relative to: its sum of absolute values.</param>
internal sealed class OptionTable(CompressionProblem problem, TrialFunctions trials, double[] magnitudes)
{
    /// <summary>How many times its even share of the points a region may get: where leaves are small, neighbours need more.</summary>
    private const int Enrichment = 4;

    /// <summary>Part of the next order's gain that watching it brings, in logarithms; measured at (3, 5) to (3, 10).</summary>
    private const double WatchedGain = 0.7;

    /// <summary>
    /// Part of the mean square of kinks and steps that exchanging points leaves; measured on the energy in two dimensions.
    /// </summary>
    private const double ExchangedPart = 0.3;

    /// <summary>
    /// Part of any function's mean square that counts as steps where there is a target; from 0.1 to 1 the same is chosen.
    /// </summary>
    private const double RoughPart = 0.1;

    /// <summary>Squared errors that no sum tells from rounding, however many leaves there are.</summary>
    private const double Nothing = 1e-36;

    private readonly CompressionPolicy _policy = problem.Policy;
    private readonly int _cap = problem.Policy.MostFunctionsOfALeaf;

    /// <summary>Number of trial functions.</summary>
    public int Functions => magnitudes.Length;

    /// <summary>All options of a region, fewest points first.</summary>
    /// <param name="region">Estimates of the region.</param>
    /// <param name="level">There are 2^level like it.</param>
    public LeafOption[] OptionsOf(RegionEstimate region, int level)
    {
        var found = new OptionList(region, Functions);
        int most = (int)Math.Min(Math.Min(_cap, Enrichment * (long)(problem.Size >> level)), region.Count - 1);
        int last = 1;
        for (int order = _policy.LowestOrder; order <= CompressionPolicy.MaxOrder && region.Rank(order) <= most
            && problem.Matched.Count(order) <= Math.Max(_cap, problem.Matched.Count(1)); order++)
        {
            last = order;
            int rank = region.Rank(order);
            Span<double> errors = found.Add(order, rank, watched: false);
            SetErrors(region, order, rank, watched: false, errors);
            int watched = FunctionPlan.PointsFor(rank, region.Rank(order + 1) - rank);
            if (watched > rank && region.Rank(order + 1) < region.Count && _policy.WatchingPays(order) && watched <= 2 * _cap)
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
    /// How much larger leaves of a higher order increase the error of functions with kinks. More with a target: the sums of its noise, and
    /// of a step, are off by the root of the weights' mean square, which is 1.7, 1.8 and 2.3 times their squared mean at orders 1 to 3 with
    /// eight columns, and points of a large leaf that stay are its outlying ones. Where points are exchanged small leaves gain most: each
    /// function has more points to choose from.
    /// </summary>
    private double Unevenness(int order) => _policy.WantsEvenWeights ? (order + 1) * (order + 1) : Math.Sqrt(order + 1);

    /// <summary>
    /// No target is entirely smooth: a part of every function counts as steps, so gains for smooth functions end where that part dominates.
    /// </summary>
    private void AddRough(Span<double> errors)
    {
        double sum = 0;
        int steps = 0;
        for (int f = 0; f < Functions; f++)
        {
            sum += trials.IsStep(f) ? errors[f] : 0;
            steps += trials.IsStep(f) ? 1 : 0;
        }
        for (int f = 0; steps > 0 && f < Functions; f++)
            errors[f] += RoughPart * sum / steps;
    }

    /// <summary>
    /// The kept points have weights of about region.Weight / keep each, which look random to the residual: its sum has this variance.
    /// </summary>
    private void SetErrors(RegionEstimate region, int order, int keep, bool watched, Span<double> errors)
    {
        bool exchanged = _policy.ExchangingPays(order);
        double factor = region.Weight * region.Weight * (1.0 / keep - 1.0 / region.Count);
        for (int f = 0; f < Functions; f++)
        {
            double residual = region.Residual(order, f);
            if (watched && residual > 0)
                residual *= Math.Pow(region.Residual(order + 1, f) / residual, WatchedGain);
            if (trials.IsKinked(f))
                residual *= Unevenness(order) * (exchanged ? ExchangedPart : 1);
            errors[f] = magnitudes[f] > 0 ? factor * residual / (magnitudes[f] * magnitudes[f]) : 0;
        }
        if (problem.Options.Use == Use.Any)
            AddRough(errors);
    }
}
