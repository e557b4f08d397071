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
    public Coreset Run(IReadOnlyList<PlannedLeaf> planned, int leastOrder, CancellationToken cancellation)
    {
        PlannedLeaf[] leaves = [.. planned];
        var kept = new LeafCoreset[leaves.Length];
        double[] factors = new double[leaves.Length];
        var taylor = new TaylorFactor(measure, basis.Functions.Dimension, threads);
        // Where there are fewer leaves than threads, several work on the same one.
        var workers = new Workers((threads + leaves.Length - 1) / leaves.Length, cancellation);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, leaves.Length, parallel, i =>
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
                int order = Math.Clamp(basis.Functions.HighestOrder(leaf.Target), leastOrder, leaves[i].Order - 1);
                leaves[i] = new PlannedLeaf(leaf, order, FunctionPlan.Plain(basis.Functions, order));
                kept[i] = reducer.Reduce(rows, index, measure.Weights.Span, leaves[i].Functions, leaf.Target);
            }
            factors[i] = kept[i].Indices.Length < leaf.Count ? taylor.Of(rows.Span, index, kept[i], leaves[i].Order) : 0;
            _reducers.Add(reducer);
            long done = Interlocked.Add(ref _done, leaf.Count);
            options.Progress?.Report((double)done / parts.Index.Length);
        });

        int[] indices = [.. kept.SelectMany(leaf => leaf.Indices)];
        double[] weights = [.. kept.SelectMany(leaf => leaf.Weights)];
        Array.Sort(indices, weights);
        OrderShare[] shares =
        [
            .. Enumerable.Range(0, leaves.Length).GroupBy(i => leaves[i].Order).OrderBy(group => group.Key)
                .Select(group => new OrderShare(group.Key, group.Count(), group.Sum(i => kept[i].Indices.Length), group.Sum(i => factors[i]))),
        ];
        return new Coreset(source, indices, weights, shares, kept.Max(leaf => leaf.Residual), options.Use);
    }
}
