using System.Collections.Concurrent;

namespace Polylog;

/// <summary>Reduces all leaves, several at a time, and joins what they keep.</summary>
internal sealed class LeafSweep(Measure measure, Bisection parts, FunctionPlan plan, CompressionOptions options, int threads)
{
    private readonly ConcurrentBag<LeafReducer> _reducers = [];
    private long _done;

    public Coreset Run(PolynomialBasis basis, CancellationToken cancellation)
    {
        IReadOnlyList<Leaf> leaves = parts.Leaves;
        var kept = new LeafCoreset[leaves.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, leaves.Count, parallel, i =>
        {
            if (!_reducers.TryTake(out LeafReducer? reducer))
                reducer = new LeafReducer(basis, plan, cancellation);
            Leaf leaf = leaves[i];
            int dimension = measure.Dimension;
            kept[i] = reducer.Reduce(
                parts.Rows.AsSpan(leaf.Start * dimension, leaf.Count * dimension),
                parts.Index.AsSpan(leaf.Start, leaf.Count), measure.Weights.Span, leaf.Target);
            _reducers.Add(reducer);
            long done = Interlocked.Add(ref _done, leaf.Count);
            options.Progress?.Report((double)done / parts.Index.Length);
        });

        int[] indices = [.. kept.SelectMany(leaf => leaf.Indices)];
        double[] weights = [.. kept.SelectMany(leaf => leaf.Weights)];
        Array.Sort(indices, weights);
        return new Coreset(measure, indices, weights, options.Order, leaves.Count, kept.Max(leaf => leaf.Residual));
    }
}
