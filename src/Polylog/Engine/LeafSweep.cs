using System.Collections.Concurrent;

namespace Polylog;

/// <summary>Reduces all leaves, several at a time, and joins what they keep.</summary>
/// <param name="source">The measure as its user knows it.</param>
/// <param name="measure">The same with everything that is matched in its rows.</param>
/// <param name="parts">Its partition.</param>
/// <param name="basis">The functions.</param>
/// <param name="options">The use and the progress.</param>
/// <param name="threads">Workers.</param>
internal sealed class LeafSweep(Measure source, Measure measure, Bisection parts, FunctionBasis basis, CompressionOptions options, int threads)
{
    private readonly ConcurrentBag<LeafReducer> _reducers = [];
    private long _done;

    /// <summary>Reduces.</summary>
    /// <param name="planned">The leaves.</param>
    /// <param name="leastOrder">Where a leaf needs more points than it has, its order is lowered, to this at least.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public Coreset Run(IReadOnlyList<LeafPlan> planned, int leastOrder, CancellationToken cancellation)
    {
        LeafPlan[] leaves = [.. planned];
        var kept = new LeafResult[leaves.Length];
        double[] factors = new double[leaves.Length];
        var taylor = new TaylorFactor(measure, basis.Functions.Dimension, threads);
        // Where there are fewer leaves than threads, several work on the same one.
        var workers = new Workers((threads + leaves.Length - 1) / leaves.Length, cancellation);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        // The most work first, one leaf at a time: else the last leaf can keep one worker busy while the others wait.
        int[] order = [.. Enumerable.Range(0, leaves.Length).OrderByDescending(i => Work(leaves[i]))];
        Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), parallel, i =>
        {
            if (!_reducers.TryTake(out LeafReducer? reducer))
                reducer = new LeafReducer(basis, workers);
            Leaf leaf = leaves[i].Leaf;
            int dimension = measure.Dimension;
            ReadOnlyMemory<double> rows = parts.Rows.AsMemory(leaf.Start * dimension, leaf.Count * dimension);
            ReadOnlySpan<int> index = parts.Index.AsSpan(leaf.Start, leaf.Count);
            kept[i] = reducer.Reduce(rows, index, measure.Weights.Span, leaves[i].Functions, leaf.Target);
            if (kept[i].Indices.Length > leaf.Target && leastOrder < leaves[i].Order)
            {
                Leaf smaller = leaf with { Target = leaves[i].Final };
                int lower = Math.Clamp(basis.Functions.HighestOrder(smaller.Target), leastOrder, leaves[i].Order - 1);
                leaves[i] = new LeafPlan(smaller, lower, FunctionPlan.Plain(basis.Functions, lower));
                kept[i] = reducer.Reduce(rows, index, measure.Weights.Span, leaves[i].Functions, smaller.Target);
            }
            factors[i] = kept[i].Indices.Length < leaf.Count ? taylor.Of(rows.Span, index, kept[i], leaves[i].Order) : 0;
            _reducers.Add(reducer);
            long done = Interlocked.Add(ref _done, leaf.Count);
            options.Progress?.Report((double)done / parts.Index.Length);
        });

        Part[] parted = [.. leaves.Select((leaf, i) => new Part(leaf.Order, 1, kept[i], factors[i], leaf.Final, leaf.Rounds))];
        if (parted.Any(part => part.Kept.Indices.Length > part.Final && part.Rounds.IsAny))
            parted = Thinned(leaves, parted, taylor, cancellation);
        return Joined(parted);
    }

    /// <summary>Grows like the time a leaf takes: its sums, and the cube of the functions for each halving.</summary>
    private static double Work(LeafPlan planned)
    {
        double functions = planned.Functions.Matched, points = planned.Leaf.Count;
        return functions * (points + functions * functions * Math.Log2(1 + points / functions));
    }

    private Coreset Joined(Part[] all)
    {
        int[] indices = [.. all.SelectMany(part => part.Kept.Indices)];
        double[] weights = [.. all.SelectMany(part => part.Kept.Weights)];
        Array.Sort(indices, weights);
        OrderShare[] shares =
        [
            .. all.GroupBy(part => part.Order).OrderBy(group => group.Key).Select(group => new OrderShare(
                group.Key, group.Sum(part => part.Leaves), group.Sum(part => part.Kept.Indices.Length), group.Sum(part => part.ErrorBoundShare))),
        ];
        return new Coreset(source, indices, weights, shares, all.Max(part => part.Kept.Residual), options.Use);
    }

    /// <summary>Goes on in rounds over the borders of leaves: those of one order become one part.</summary>
    private Part[] Thinned(LeafPlan[] leaves, Part[] all, TaylorFactor taylor, CancellationToken cancellation)
    {
        var geometry = new Geometry(measure, basis.Functions.Dimension, AxisUnits.Of(measure, options.Scale, threads));
        var thinning = new Thinning(measure, geometry, basis, taylor, threads, cancellation);
        var reducer = new LeafReducer(basis, new Workers(threads, cancellation));
        var joined = new List<Part>();
        foreach (IGrouping<(int Order, RoundPlan Rounds), int> group in Enumerable.Range(0, all.Length).GroupBy(i => (all[i].Order, all[i].Rounds)))
        {
            Part[] members = [.. group.Select(i => all[i])];
            int final = members.Sum(part => part.Final);
            if (!group.Key.Rounds.IsAny || members.Sum(part => part.Kept.Indices.Length) <= final)
            {
                joined.AddRange(members);
                continue;
            }
            var points = new WeightedPoints([.. members.SelectMany(part => part.Kept.Indices)], [.. members.SelectMany(part => part.Kept.Weights)]);
            (points, double added) = thinning.Run(points, group.Key.Order, group.Key.Rounds.Step, final);
            LeafResult refined = Refined([.. group.Select(i => leaves[i].Leaf)], points, group.Key.Order, reducer);
            joined.Add(new Part(group.Key.Order, 1, refined, members.Sum(part => part.ErrorBoundShare) + added, final, RoundPlan.None));
        }
        return [.. joined];
    }

    /// <summary>Measures what stays against all points of some leaves, and corrects its weights.</summary>
    private LeafResult Refined(Leaf[] leaves, WeightedPoints points, int order, LeafReducer reducer)
    {
        int dimension = measure.Dimension;
        bool whole = leaves.Sum(leaf => leaf.Count) == parts.Index.Length;
        double[] rows = whole ? parts.Rows : [.. leaves.SelectMany(leaf => parts.Rows.AsSpan(leaf.Start * dimension, leaf.Count * dimension).ToArray())];
        int[] index = whole ? parts.Index : [.. leaves.SelectMany(leaf => parts.Index.AsSpan(leaf.Start, leaf.Count).ToArray())];
        var places = new Dictionary<int, int>(index.Length);
        for (int i = 0; i < index.Length; i++)
            places[index[i]] = i;
        return reducer.Refine(rows, index, measure.Weights.Span, FunctionPlan.Plain(basis.Functions, order), [.. points.Indices.Select(atom => places[atom])], points.Weights);
    }

    /// <summary>Leaves within which, together, moments match.</summary>
    private sealed record Part(int Order, int Leaves, LeafResult Kept, double ErrorBoundShare, int Final, RoundPlan Rounds);
}
