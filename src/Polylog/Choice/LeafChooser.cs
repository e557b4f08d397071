namespace Polylog;

/// <summary>Chooses leaves and their orders for a size, from a survey of the data.</summary>
/// <remarks>
/// The data are bisected into cells; regions, the runs of cells that the bisection passed through, are surveyed from the cells up, where it is
/// cheap, for as long as larger regions promise less error. Then <see cref="RefinementTree"/> prunes.
/// </remarks>
internal sealed class LeafChooser
{
    /// <summary>Beyond it Chebyshev polynomials of the same points no longer differ by more than rounding.</summary>
    public const int MaxOrder = 120;

    /// <summary>Functions a survey projects on at most: beyond, residuals are extrapolated.</summary>
    private const int SurveyedFunctions = 300;

    /// <summary>Relative gain that makes a level worth having gone up to.</summary>
    private const double WorthGoingOn = 0.97;

    /// <summary>Levels whose leaves have no higher order are always surveyed: they cost next to nothing.</summary>
    private const int CheapOrder = 4;

    /// <summary>
    /// Functions of a leaf beyond which kinks gain nothing in one pass, without a target: measured, errors are least at orders 1 to 5 of one dimension, and change little up to 64 functions of more.
    /// </summary>
    private static int KinkedFunctions(int dimension) => dimension == 1 ? 8 : 64;

    /// <summary>Orders so close are one where rounds follow.</summary>
    private const int OneOrder = 2;

    /// <summary>With so many points for each function, in several leaves, rounds over their borders do more than watching inside of them.</summary>
    private const int Roomy = 3;

    private readonly Measure _measure;
    private readonly MatchedColumns _matched;
    private readonly CompressionOptions _options;
    private readonly int _size;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;

    /// <summary>Surveys and chooses.</summary>
    /// <param name="measure">The measure, with everything that is matched in its rows.</param>
    /// <param name="matched">What is matched.</param>
    /// <param name="options">The effort, the scale and the use.</param>
    /// <param name="size">Points that stay in all.</param>
    /// <param name="cap">Functions a leaf may match at most.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public LeafChooser(Measure measure, MatchedColumns matched, CompressionOptions options, int size, int cap, int threads, CancellationToken cancellation)
    {
        _measure = measure;
        _matched = matched;
        _options = options;
        _size = size;
        _threads = threads;
        _cancellation = cancellation;
        int cells = (int)Math.Min(size / matched.Count(LeastOrder(matched, size, options.Use)), measure.WeightedCount / 2);
        int depth = Math.Max(0, (int)Math.Log2(Math.Max(1, cells)));
        Parts = Bisection.Split(measure, 1 << depth, Math.Max(size, 1 << depth), matched.Dimension, AxisUnits.Of(measure, options.Scale, threads), threads, cancellation);
        Leaves = Choose(depth, cap);
        HighestOrder = Leaves.Count == 0 ? 0 : Leaves.Max(leaf => leaf.Functions.Order);
    }

    /// <summary>The partition the leaves are runs of.</summary>
    public Bisection Parts { get; }

    /// <summary>The leaves; none where the survey could not tell.</summary>
    public IReadOnlyList<LeafPlan> Leaves { get; }

    /// <summary>By how much less error the leaves promise than even ones would, at least 1.</summary>
    public double Promise { get; private set; }

    /// <summary>The order of all leaves, where rounds over all of them follow: then a partition made for that order does better than the regions.</summary>
    public int? CommonOrder { get; private set; }

    /// <summary>The order no leaf goes below.</summary>
    public int LowestOrder => LeastOrder(_matched, _size, _options.Use);

    /// <summary>The highest order that is matched or watched in a leaf.</summary>
    public int HighestOrder { get; }

    /// <summary>
    /// No leaf gets less than order 2 where the size allows it, so that means, covariances and least squares are exact whatever was chosen; for kinked uses without a
    /// target, where the smallest leaves can be the best, none gets less than 1. With a target order 2 was measured to be better than 1 for losses and gradients of networks alike.
    /// </summary>
    public static int LeastOrder(MatchedColumns matched, int size, Use use) => (use != Use.Kinked || matched.Factors > 0) && matched.Count(2) <= size ? 2 : 1;

    private LeafPlan[] Choose(int depth, int cap)
    {
        if (_options.Use == Use.Kinked && _matched.Factors == 0)
            cap = Math.Min(cap, KinkedFunctions(_matched.Dimension));
        var frame = Standardisation.Of(_measure);
        double[] centre = frame.Means.ToArray();
        double[] units = frame.Deviations;
        var trials = TrialFunctions.Draw(_options.Use, FunctionPlan.WantsEvenWeights(_matched, _size, _options), _measure.Atoms.Span, _matched, centre, units);
        int surveyed = Order(Math.Min(cap, SurveyedFunctions));
        var survey = new Survey(_measure, Parts, new FunctionBasis(_matched, surveyed), trials, centre, units, _threads, _cancellation);
        var tree = new RefinementTree(_size, trials.Count, _threads);
        OptionTable? table = null;
        double before = double.PositiveInfinity;
        for (int level = depth; level >= 0; level--)
        {
            int share = _size >> level;
            int order = Math.Min(surveyed, Order(share + share / 4));
            RegionEstimate[] regions = survey.Level(level, order, _threads, _cancellation);
            table ??= new OptionTable(_matched, _size, cap, _options, Sizes(regions, trials.Count), trials.IsKinked, trials.IsStep);
            var options = new LeafOption[regions.Length][];
            Parallel.For(0, regions.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation }, i => options[i] = table.Of(regions[i], level));
            double error = tree.Add(options);
            if (order > CheapOrder && (!(error < WorthGoingOn * before) || error <= RefinementTree.Rounding))
                break;
            before = Math.Min(before, error);
        }
        IReadOnlyList<LeafOption> chosen = tree.Choose();
        Promise = Math.Max(1, before / tree.Error);
        return Planned(chosen);
    }

    private int Order(int functions) => Math.Clamp(_matched.HighestOrder(Math.Max(1, functions)), 1, MaxOrder);

    private static double[] Sizes(RegionEstimate[] regions, int functions)
    {
        double[] sizes = new double[functions];
        foreach (RegionEstimate region in regions)
        {
            for (int f = 0; f < functions; f++)
                sizes[f] += region.Weight * region.Magnitudes[f];
        }
        return sizes;
    }

    /// <summary>Spends what is left of the size, in proportion.</summary>
    private LeafPlan[] Planned(IReadOnlyList<LeafOption> chosen)
    {
        int[] targets = [.. chosen.Select(option => option.Target)];
        long left = _size - targets.Sum(target => (long)target);
        long open = chosen.Where(option => option.Target < option.Region.Count).Sum(option => (long)option.Target);
        for (int i = 0; i < targets.Length && left > 0; i++)
        {
            if (targets[i] == chosen[i].Region.Count)
                continue;
            int extra = (int)Math.Min(chosen[i].Region.Count - targets[i], left * targets[i] / open);
            open -= targets[i];
            targets[i] += extra;
            left -= extra;
        }
        // Where a leaf could not take its part others can.
        for (int i = 0; i < targets.Length && left > 0; i++)
        {
            int extra = (int)Math.Min(left, chosen[i].Region.Count - targets[i]);
            targets[i] += extra;
            left -= extra;
        }
        var together = chosen.Select((option, i) => (option.Order, Target: targets[i])).GroupBy(leaf => leaf.Order).ToDictionary(group => group.Key, group => group.Sum(leaf => leaf.Target));
        bool[] rounds = [.. chosen.Select((option, i) => IsForRounds(option, targets[i], together[option.Order]))];
        // Rounds work on all points of an order together: measured, a whole of one order does better than parts of two or three.
        int highest = chosen.Where((_, i) => rounds[i]).Select(option => option.Order).DefaultIfEmpty().Max();
        bool joined = RoundPlan.For(_matched, highest, _size, _options.Effort).IsAny && _matched.Count(highest) <= targets.Where((_, i) => rounds[i]).Sum();
        // All of it in rounds of one order: regions no longer matter, and the first pass can do with the smallest leaves there can be.
        if (joined && chosen.Select((option, i) => rounds[i] && option.Order >= highest - OneOrder).All(one => one))
            CommonOrder = highest;
        return [.. chosen.SelectMany((option, i) =>
            rounds[i] ? InRounds(option, option.Order >= highest - OneOrder && joined ? highest : option.Order, targets[i]) : [OnePass(option, targets[i])])];
    }

    /// <summary>Whether rounds may follow: not where the data are degenerate, and not where watching does more.</summary>
    /// <param name="option">What was chosen.</param>
    /// <param name="target">Points it keeps.</param>
    /// <param name="together">Points that all leaves of its order keep.</param>
    private bool IsForRounds(LeafOption option, int target, int together)
    {
        long functions = _matched.Count(option.Order);
        return !FunctionPlan.WantsEvenWeights(_matched, _size, _options) && RoundPlan.For(_matched, option.Order, _size, _options.Effort).IsAny && target < option.Region.Count
            && option.Region.Rank(option.Order) == functions && (!option.Watched || together >= Roomy * functions);
    }

    /// <summary>The first pass, which leaves more points, can do with smaller leaves: halves of the region, as the bisection made them.</summary>
    private IEnumerable<LeafPlan> InRounds(LeafOption option, int order, int target)
    {
        FunctionPlan plan = FunctionPlan.Plain(_matched, order);
        RoundPlan rounds = RoundPlan.For(_matched, order, _size, _options.Effort);
        int first = rounds.First(target, option.Region.Count);
        Leaf[] cells = [.. Parts.Leaves.Where(cell => cell.Start >= option.Region.Start && cell.Start < option.Region.Start + option.Region.Count)];
        int pieces = 1;
        while (2 * pieces <= cells.Length && 2 * pieces * plan.Constraints <= first)
            pieces *= 2;
        int span = cells.Length / pieces;
        for (int i = 0; i < pieces; i++)
        {
            Leaf head = cells[i * span], tail = cells[(i + 1) * span - 1];
            int left = Share(first, i, pieces), stays = Share(target, i, pieces);
            var leaf = new Leaf(head.Start, tail.Start + tail.Count - head.Start, left);
            yield return new LeafPlan(leaf with { Target = Math.Min(left, leaf.Count) }, order, plan, stays, rounds);
        }

        static int Share(int amount, int part, int parts) => (int)((long)amount * (part + 1) / parts - (long)amount * part / parts);
    }

    private LeafPlan OnePass(LeafOption option, int target)
    {
        if (FunctionPlan.ExchangingPays(_matched, option.Order, _options))
            return new LeafPlan(new Leaf(option.Region.Start, option.Region.Count, target), option.Order, FunctionPlan.Exchanging(_matched, option.Order, _options.Effort));
        bool spare = target > _matched.Count(option.Order);
        FunctionPlan plan = spare && _options.Effort != Effort.Fast && FunctionPlan.WatchingIsCheap(_matched, option.Order)
            ? FunctionPlan.Watching(_matched, option.Order) : FunctionPlan.For(_matched, option.Order, _options.Effort);
        return new LeafPlan(new Leaf(option.Region.Start, option.Region.Count, target), option.Order, plan);
    }
}
