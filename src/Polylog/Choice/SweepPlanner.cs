namespace Polylog;

/// <summary>Makes the plan of a sweep: the one place where the order of a leaf and the number of points it keeps are decided.</summary>
/// <param name="problem">What is to be compressed.</param>
internal sealed class SweepPlanner(CompressionProblem problem)
{
    /// <summary>Orders that differ by no more than this count as one where rounds follow.</summary>
    private const int OneOrder = 2;

    private readonly CompressionPolicy _policy = problem.Policy;
    private readonly MatchedColumns _matched = problem.Matched;

    /// <summary>Leaves of one order, each with an even share of the points.</summary>
    /// <param name="parts">The partition.</param>
    /// <param name="functions">The functions of every leaf.</param>
    /// <param name="keep">Points that the first pass leaves in all.</param>
    /// <param name="rounds">The rounds that follow.</param>
    public SweepPlan Even(Bisection parts, FunctionPlan functions, int keep, RoundPlan rounds)
    {
        int count = parts.Leaves.Count;
        int[] shares = Bisection.EvenShares(keep, count);
        LeafPlan[] leaves =
        [
            .. parts.Leaves.Select((leaf, i) => rounds.IsAny
                ? new LeafPlan(leaf, functions, shares[i], EvenShare.Part(problem.Size, i, count), rounds)
                : new LeafPlan(leaf, functions, shares[i])),
        ];
        return new SweepPlan(leaves, functions.Order);
    }

    /// <summary>Leaves of chosen regions and orders. Points that the choice did not spend are shared out in proportion.</summary>
    /// <param name="parts">The partition that the regions are runs of.</param>
    /// <param name="chosen">What was chosen; at least one region.</param>
    public RegionPlan OfRegions(Bisection parts, IReadOnlyList<LeafOption> chosen)
    {
        int[] keep = Spend(chosen);
        Dictionary<int, int> keptByOrder = chosen.Select((option, i) => (option.Order, Keep: keep[i]))
            .GroupBy(leaf => leaf.Order).ToDictionary(group => group.Key, group => group.Sum(leaf => leaf.Keep));
        bool[] rounds = [.. chosen.Select((option, i) => IsForRounds(option, keep[i], keptByOrder[option.Order]))];
        // Rounds work on all points of an order together: measured, a whole of one order does better than parts of two or three.
        int highest = chosen.Where((_, i) => rounds[i]).Select(option => option.Order).DefaultIfEmpty().Max();
        bool joined = _policy.HasRounds(highest) && _matched.Count(highest) <= keep.Where((_, i) => rounds[i]).Sum();
        // All of it in rounds of one order: regions no longer matter, and the first pass can do with the smallest leaves there can be.
        bool isCommon = joined && chosen.Select((option, i) => rounds[i] && option.Order >= highest - OneOrder).All(one => one);
        LeafPlan[] leaves =
        [
            .. chosen.SelectMany((option, i) => rounds[i]
                ? InRounds(parts, option, option.Order >= highest - OneOrder && joined ? highest : option.Order, keep[i])
                : [new LeafPlan(option.Region.Leaf, _policy.FunctionsOfRegion(option.Order, keep[i]), keep[i])]),
        ];
        return new RegionPlan(new SweepPlan(leaves, _policy.LowestOrder), isCommon ? highest : null);
    }

    /// <summary>Lowers the order of a leaf by at least one, to an order it has points for.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="lowestOrder">Its order is not lowered below this.</param>
    public LeafPlan Lowered(LeafPlan leaf, int lowestOrder)
    {
        int order = Math.Clamp(_matched.HighestOrder(leaf.KeepAfterRounds), lowestOrder, leaf.Order - 1);
        return new LeafPlan(leaf.Leaf, FunctionPlan.Matching(_matched, order), leaf.KeepAfterRounds);
    }

    private int[] Spend(IReadOnlyList<LeafOption> chosen)
    {
        int[] keep = [.. chosen.Select(option => option.Keep)];
        long left = problem.Size - keep.Sum(points => (long)points);
        long open = chosen.Where(option => option.Keep < option.Region.Count).Sum(option => (long)option.Keep);
        for (int i = 0; i < keep.Length && left > 0; i++)
        {
            if (keep[i] == chosen[i].Region.Count)
                continue;
            int extra = (int)Math.Min(chosen[i].Region.Count - keep[i], left * keep[i] / open);
            open -= keep[i];
            keep[i] += extra;
            left -= extra;
        }
        // Where a leaf could not take its part others can.
        for (int i = 0; i < keep.Length && left > 0; i++)
        {
            int extra = (int)Math.Min(left, chosen[i].Region.Count - keep[i]);
            keep[i] += extra;
            left -= extra;
        }
        return keep;
    }

    /// <summary>Whether rounds may follow: not where the data are degenerate, and not where watching does more.</summary>
    /// <param name="option">What was chosen.</param>
    /// <param name="keep">Points it keeps.</param>
    /// <param name="together">Points that all leaves of its order keep.</param>
    private bool IsForRounds(LeafOption option, int keep, int together) =>
        !_policy.WantsEvenWeights && _policy.HasRounds(option.Order) && keep < option.Region.Count
        && option.Region.Rank(option.Order) == _matched.Count(option.Order)
            && (!option.Watched || _policy.RoundsBeatWatching(option.Order, together));

    /// <summary>
    /// The first pass, which leaves more points, can do with smaller leaves: halves of the region, as the bisection made them.
    /// </summary>
    private IEnumerable<LeafPlan> InRounds(Bisection parts, LeafOption option, int order, int keep)
    {
        FunctionPlan functions = FunctionPlan.Matching(_matched, order);
        RoundPlan rounds = _policy.Rounds(order);
        (int start, int count) = option.Region.Leaf;
        int first = rounds.PointsOfFirstPass(keep, count);
        Leaf[] cells = [.. parts.Leaves.Where(cell => cell.Start >= start && cell.Start < start + count)];
        int pieces = 1;
        while (2 * pieces <= cells.Length && 2 * pieces * functions.Matched <= first)
            pieces *= 2;
        int span = cells.Length / pieces;
        for (int i = 0; i < pieces; i++)
        {
            Leaf head = cells[i * span], tail = cells[(i + 1) * span - 1];
            var leaf = new Leaf(head.Start, tail.Start + tail.Count - head.Start);
            yield return new LeafPlan(
                leaf, functions, Math.Min(EvenShare.Part(first, i, pieces), leaf.Count), EvenShare.Part(keep, i, pieces), rounds);
        }
    }
}

/// <summary>The plan of chosen regions.</summary>
/// <param name="Sweep">The plan.</param>
/// <param name="CommonOrder">
/// The order of all leaves, where rounds over all of them follow: then a partition made for that order does better than the regions. Null
/// otherwise.
/// </param>
internal sealed record RegionPlan(SweepPlan Sweep, int? CommonOrder);
