using System.Globalization;

namespace Polylog;

/// <summary>
/// Lists the sweeps that a compression tries, the best first. The first one that keeps at most as many points as asked for is taken.
/// </summary>
/// <remarks>A sweep is planned only after the one before it has failed.</remarks>
/// <param name="problem">What is to be compressed.</param>
internal sealed class SweepSource(CompressionProblem problem)
{
    private readonly SweepPlanner _planner = new(problem);
    private readonly CompressionPolicy _policy = problem.Policy;

    /// <summary>Sweeps over leaves of one order: in rounds where they do more and the data allow them, then in one pass.</summary>
    /// <param name="order">The order; the size is at least the number of its functions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order has more functions than can be matched at once.</exception>
    public IEnumerable<Sweep> OfOrder(int order)
    {
        MatchedColumns matched = problem.Matched;
        Check(order);
        FunctionPlan functions = _policy.FunctionsOfEvenLeaf(order);
        var basis = new FunctionBasis(matched, functions.HighestOrder);
        Workers workers = problem.WorkersFor(1);
        int all = functions.MatchedAndWatched;
        int rank = FeatureRank.Count(problem.Rows, basis, all, workers);
        if (rank == all && !_policy.WantsEvenWeights && _policy.HasRounds(order))
            yield return InRounds(order);
        int leaves = Math.Max(1, problem.Size / functions.PointsOfALeaf);
        if (rank < all)
        {
            // As many leaves as the size allows, each with the points that its independent functions need.
            int needed = FeatureRank.Count(problem.Rows, basis, functions.Matched, workers);
            yield return Even(
                functions, Math.Max(1, problem.Size / FunctionPlan.PointsFor(needed, rank - needed)), problem.Size, RoundPlan.None);
        }
        // Data that looked degenerate as a whole can have leaves that are not, where rounding errors are large compared to the leaf.
        yield return Even(functions, leaves, problem.Size, RoundPlan.None);
    }

    /// <summary>
    /// Sweeps over chosen regions, each with its own order; then sweeps of the lowest order, which are sure to fit.
    /// </summary>
    /// <param name="chooser">The choice.</param>
    /// <remarks>The survey sees a sample, so the chosen regions can need more points than planned.</remarks>
    public IEnumerable<Sweep> OfChoice(LeafChooser chooser)
    {
        if (chooser.Chosen.Count > 0)
        {
            RegionPlan regions = _planner.OfRegions(chooser.Parts, chooser.Chosen);
            if (regions.CommonOrder is { } common)
                yield return InRounds(common);
            yield return new Sweep(chooser.Parts, regions.Sweep);
        }
        foreach (Sweep sweep in OfOrder(_policy.LowestOrder))
            yield return sweep;
    }

    /// <summary>Leaves whose weights are even and whose functions a kernel leads to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order has more functions than can be matched at once.</exception>
    public IEnumerable<Sweep> OfEvenWeights()
    {
        ReadOnlySpan<double> weights = problem.Rows.Weights.Span;
        bool hasWeights = !weights.IsEmpty && weights.IndexOfAnyExcept(weights[0]) >= 0;
        FunctionPlan functions = _policy.FunctionsOfWindow(problem.Rows.WeightedCount, hasWeights);
        Check(functions.Order);
        WindowPlan window = functions.Window!;
        int count = window.Recipe.Leaves;
        if (count > 1 && window.MaxWeight is { } limit)
            functions = functions with { Window = window with { Largest = limit * problem.Rows.TotalWeight / problem.Size } };
        (Bisection points, Leaf[] leaves) = WindowPartition.Split(
            problem.Rows, problem.Partition(count, problem.Size), problem.Threads, problem.Cancellation);
        int[] keep = Bisection.EvenShares(problem.Size, count);
        yield return new Sweep(
            points, new SweepPlan([.. leaves.Select((leaf, i) => new LeafPlan(leaf, functions, keep[i]))], functions.Order));
        // The sweeps below know neither a largest weight nor a draw.
        if (problem.Options.MaxWeight is not null || problem.Options.Draw is not null)
            yield break;
        // Where rounding is in the way of so many functions.
        foreach (Sweep sweep in OfOrder(_policy.LowestOrder))
            yield return sweep;
    }

    private void Check(int order)
    {
        MatchedColumns matched = problem.Matched;
        if (matched.Count(order) > CompressionPolicy.MaxFunctions)
        {
            throw OptionFault.OutOfRange(nameof(CompressionOptions.Order), order, string.Create(
                CultureInfo.InvariantCulture,
                $"{matched.Describe(order)}, more than the {CompressionPolicy.MaxFunctions} that can be matched at once; lower the order "
                    + $"or use fewer columns"));
        }
    }

    /// <summary>A pass that leaves more points than the size, in the smallest leaves there can be, then rounds.</summary>
    private Sweep InRounds(int order)
    {
        var functions = FunctionPlan.Matching(problem.Matched, order);
        RoundPlan rounds = _policy.Rounds(order);
        int first = rounds.PointsOfFirstPass(problem.Size, problem.Rows.WeightedCount);
        return Even(functions, Math.Max(1, first / functions.Matched), first, rounds);
    }

    private Sweep Even(FunctionPlan functions, int leaves, int keep, RoundPlan rounds)
    {
        Bisection parts = Bisection.Split(problem.Rows, problem.Partition(leaves, keep), problem.Threads, problem.Cancellation);
        return new Sweep(parts, _planner.Even(parts, functions, keep, rounds));
    }
}
