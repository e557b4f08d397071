using System.Collections.Concurrent;

namespace Polylog;

/// <summary>Reduces all leaves, several at a time, and joins the points they keep.</summary>
internal static class LeafSweep
{
    /// <summary>Tries sweeps until one keeps at most as many points as asked for, with moments that match to rounding.</summary>
    /// <param name="problem">What is to be compressed.</param>
    /// <param name="sweeps">The sweeps, at least one.</param>
    /// <returns>The coreset of the first that does so; else of those that fit, or of all, the one with the smallest residual.</returns>
    public static Coreset Run(CompressionProblem problem, IEnumerable<Sweep> sweeps)
    {
        Coreset? best = null;
        foreach ((Bisection parts, SweepPlan plan) in sweeps)
        {
            var planner = new SweepPlanner(problem);
            var basis = new FunctionBasis(problem.Matched, plan.HighestOrder);
            var taylor = new TaylorFactor(problem.Matched.Dimension, problem.Deviations, problem.Rows.TotalWeight);
            LeafPlan[] leaves = [.. plan.Leaves];
            var kept = new LeafResult[leaves.Length];
            var reducers = new ConcurrentBag<LeafReducer>();
            // Where there are fewer leaves than threads, several work on the same one.
            Workers workers = problem.WorkersFor(leaves.Length);
            // The most work first, one leaf at a time: else the last leaf can keep one worker busy while the others wait.
            int[] order = [.. Enumerable.Range(0, leaves.Length).OrderByDescending(i => leaves[i].Work)];
            long done = 0;
            ParallelLoop.InOrder(order, problem.Parallel, i =>
            {
                if (leaves[i].Functions.Window is not null)
                {
                    kept[i] = new WindowReducer(basis, taylor, workers).Reduce(
                        LeafTask.ForLeaf(parts, leaves[i]), leaves.Length == 1 ? problem.Options.Progress : null);
                    Report(leaves[i]);
                    return;
                }
                if (!reducers.TryTake(out LeafReducer? reducer))
                    reducer = new LeafReducer(basis, taylor, workers);
                kept[i] = reducer.Reduce(LeafTask.ForLeaf(parts, leaves[i]));
                if (kept[i].Ids.Length > leaves[i].Keep && leaves[i].Order > plan.LowestOrder)
                {
                    leaves[i] = planner.Lowered(leaves[i], plan.LowestOrder);
                    kept[i] = reducer.Reduce(LeafTask.ForLeaf(parts, leaves[i]));
                }
                while (kept[i].Residual > CompressionPolicy.LeafResidual && leaves[i].Order > 1)
                {
                    leaves[i] = planner.Lowered(leaves[i], lowestOrder: 1);
                    kept[i] = reducer.Reduce(LeafTask.ForLeaf(parts, leaves[i]));
                }
                reducers.Add(reducer);
                Report(leaves[i]);
            });
            void Report(LeafPlan leaf) => problem.Options.Progress?.Report(
                (double)Interlocked.Add(ref done, leaf.Leaf.Count) / parts.Index.Length);
            IReadOnlyList<SweptLeaves> swept = Thinning.IsNeeded(leaves, kept)
                ? new Thinning(problem, parts, basis, taylor).Run(leaves, kept)
                : [.. leaves.Zip(kept.Select(Settled), SweptLeaves.FromPlan)];
            Coreset coreset = Joined(problem, plan, swept);
            if (best is null || IsBetter(coreset, best, problem.Size))
                best = coreset;
            if (best.Count <= problem.Size && best.MomentResidual <= CompressionPolicy.LeafResidual)
                break;
        }
        return best ?? throw new InvalidOperationException("No sweep was planned. This is an internal error; please report it.");
    }

    /// <summary>Where a largest weight left no room for some kernel functions alone, all moments match.</summary>
    private static LeafResult Settled(LeafResult kept) => kept.ReachedOrder is null || kept.Nearness > CompressionPolicy.LeafResidual ? kept
        : kept with { ReachedOrder = null, Residual = Math.Max(kept.Residual, kept.Nearness), Nearness = 0 };

    private static bool IsBetter(Coreset coreset, Coreset other, int size) => coreset.Count <= size == other.Count <= size
        ? coreset.MomentResidual < other.MomentResidual
        : coreset.Count <= size;

    private static Coreset Joined(CompressionProblem problem, SweepPlan plan, IReadOnlyList<SweptLeaves> swept)
    {
        int[] indices = [.. swept.SelectMany(leaves => leaves.Kept.Ids)];
        double[] weights = [.. swept.SelectMany(leaves => leaves.Kept.Weights)];
        Array.Sort(indices, weights);
        OrderShare[] shares =
        [
            .. swept.GroupBy(leaves => leaves.Order).OrderBy(group => group.Key).Select(group => new OrderShare(
                group.Min(leaves => leaves.Kept.ReachedOrder ?? group.Key), group.Sum(leaves => leaves.Leaves),
                group.Sum(leaves => leaves.Kept.Ids.Length), group.Sum(leaves => leaves.Kept.ErrorBoundShare))),
        ];
        return new Coreset(problem.Source, indices, weights, shares, swept.Max(leaves => leaves.Kept.Residual))
        {
            Use = problem.Options.Use,
            SizeAsked = problem.Size,
            OrderAsked = problem.Options.Order ?? 0,
            IsRankDeficient = swept.Any(leaves => leaves.Kept.IsRankDeficient),
            Kernels = plan.Leaves[0].Functions.Window is { } window ? [window.Recipe] : [],
            MaxWeight = problem.Options.MaxWeight,
            Nearness = swept.Max(leaves => leaves.Kept.Nearness),
            NearOrder = swept.Max(leaves => leaves.Order),
        };
    }
}
