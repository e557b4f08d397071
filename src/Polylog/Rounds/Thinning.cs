namespace Polylog;

/// <summary>Removes points a few at a time, from one tight ball after another. All moments up to the order stay the same.</summary>
/// <remarks>
/// Wang et al. always work on the tightest points there are. Here the points are bisected into blocks, turned anew every round so that
/// borders never lie where they were; each block reduces a tight ball of slightly more points than there are moments. Blocks do not depend
/// on each other. For N moments a point costs O(N^2 / step).
/// </remarks>
/// <param name="problem">What is compressed.</param>
/// <param name="parts">The partition of the first pass.</param>
/// <param name="basis">The functions.</param>
/// <param name="taylor">The error's bound.</param>
internal sealed class Thinning(CompressionProblem problem, Bisection parts, FunctionBasis basis, TaylorFactor taylor)
{
    private readonly TurnedPoints _turned = new(problem.Rows, basis.Columns.Dimension, problem.AxisUnits);

    /// <summary>Whether the first pass left more points than its leaves may keep in the end.</summary>
    /// <param name="planned">The leaves.</param>
    /// <param name="kept">The points they kept.</param>
    public static bool IsNeeded(IReadOnlyList<LeafPlan> planned, IReadOnlyList<LeafResult> kept) =>
        planned.Zip(kept).Any(leaf => leaf.First.Rounds.IsAny && leaf.Second.Ids.Length > leaf.First.KeepAfterRounds);

    /// <summary>Goes on in rounds over the borders of leaves: the leaves of one order become one.</summary>
    /// <param name="planned">The leaves of the first pass.</param>
    /// <param name="kept">The points they kept.</param>
    /// <returns>What is kept. More than planned are kept only where moments could not be matched with fewer.</returns>
    public IReadOnlyList<SweptLeaves> Run(IReadOnlyList<LeafPlan> planned, IReadOnlyList<LeafResult> kept)
    {
        var rounds = new Round(problem, basis, taylor);
        var reducer = new LeafReducer(basis, taylor, problem.WorkersFor(1));
        var swept = new List<SweptLeaves>();
        foreach (IGrouping<(int Order, RoundPlan Rounds),
            int> group in Enumerable.Range(0, planned.Count).GroupBy(i => (planned[i].Order, planned[i].Rounds)))
        {
            (int order, RoundPlan plan) = group.Key;
            int[] members = [.. group];
            int keep = members.Sum(i => planned[i].KeepAfterRounds);
            if (!plan.IsAny || members.Sum(i => kept[i].Ids.Length) <= keep)
            {
                swept.AddRange(members.Select(i => SweptLeaves.FromPlan(planned[i], kept[i])));
                continue;
            }
            var points = new WeightedPoints([.. members.SelectMany(i => kept[i].Ids)], [.. members.SelectMany(i => kept[i].Weights)]);
            FunctionPlan functions = FunctionPlan.Matching(basis.Columns, order);
            double added = 0;
            for (int round = 1; points.Count > keep; round++)
            {
                (WeightedPoints left, double share) =
                    rounds.Run(points, _turned.InRound(points.Indices, round), functions, plan.Step, keep);
                if (left.Count == points.Count)
                    break;
                points = left;
                added += share;
            }
            LeafTask leaves = Joined([.. members.Select(i => planned[i].Leaf)], functions);
            LeafResult refined = reducer.Refine(leaves, PlacesOf(points.Indices, leaves.Ids.Span), points.Weights);
            swept.Add(new SweptLeaves(order, 1, refined with
            {
                ErrorBoundShare = members.Sum(i => kept[i].ErrorBoundShare) + added,
                IsRankDeficient = members.Any(i => kept[i].IsRankDeficient),
            }));
        }
        return swept;
    }

    /// <summary>All points of some leaves as one.</summary>
    private LeafTask Joined(Leaf[] leaves, FunctionPlan functions)
    {
        int width = basis.Width;
        if (leaves.Sum(leaf => leaf.Count) == parts.Index.Length)
            return new LeafTask(parts.Rows, parts.Weights, parts.Index, functions, Keep: 0);
        double[] rows = [.. leaves.SelectMany(leaf => parts.Rows.AsSpan(leaf.Start * width, leaf.Count * width).ToArray())];
        double[] weights = parts.Weights.Length == 0
            ? [] : [.. leaves.SelectMany(leaf => parts.Weights.AsSpan(leaf.Start, leaf.Count).ToArray())];
        int[] index = [.. leaves.SelectMany(leaf => parts.Index.AsSpan(leaf.Start, leaf.Count).ToArray())];
        return new LeafTask(rows, weights, index, functions, Keep: 0);
    }

    private static int[] PlacesOf(int[] atoms, ReadOnlySpan<int> index)
    {
        var places = new Dictionary<int, int>(index.Length);
        for (int i = 0; i < index.Length; i++)
            places[index[i]] = i;
        return Array.ConvertAll(atoms, atom => places[atom]);
    }
}
