namespace Polylog;

/// <summary>
/// Compresses the same rows again and again, each time for other functions: beside order 1 some are matched exactly, others are kept small.
/// Rows pass through a window in the order of one bisection, which is made once.
/// </summary>
internal sealed class StateCompression
{
    private readonly Measure _measure;
    private readonly Measure _rows;
    private readonly MatchedColumns _matched;
    private readonly int _size;
    private readonly int _threads;
    private readonly int[] _order;
    private readonly double[] _weights;
    private readonly double[] _deviations;

    /// <summary>Orders the rows.</summary>
    /// <param name="measure">The measure, of one group.</param>
    /// <param name="size">Rows to keep, fewer than have a weight.</param>
    /// <param name="threads">Threads; results do not depend on them.</param>
    public StateCompression(Measure measure, int size, int threads)
    {
        _measure = measure;
        Measure varying = measure.WithoutConstantCoordinates();
        _rows = varying.WithMatchedColumns();
        _matched = varying.Matched;
        _size = size;
        _threads = threads;
        _deviations = AxisUnits.Measured(_rows, ColumnScale.StandardDeviation, threads);
        (Bisection parts, _) = WindowPartition.Split(
            _rows, new PartitionPlan(Leaves: 1, _matched.Dimension, _deviations, size), threads, default);
        _order = parts.Index;
        _weights = parts.Weights;
    }

    /// <summary>Functions that are matched whatever the state: order 1, with factors and totals.</summary>
    public int Always => (int)_matched.Count(1);

    /// <summary>Compresses for a state.</summary>
    /// <param name="exact">Functions to match, at all rows.</param>
    /// <param name="soft">Functions to keep small, at all rows.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public Coreset Run(FunctionTable exact, FunctionTable soft, CancellationToken cancellation)
    {
        MatchedColumns columns = _matched with { Totals = _matched.Totals + exact.Count, Watched = soft.Count };
        double[] rows = new double[(long)_order.Length * columns.Width];
        for (int i = 0; i < _order.Length; i++)
        {
            Span<double> row = rows.AsSpan(i * columns.Width, columns.Width);
            _rows.Atom(_order[i]).CopyTo(row);
            exact.Row(_order[i]).CopyTo(row[_matched.Width..]);
            soft.Row(_order[i]).CopyTo(row[(_matched.Width + exact.Count)..]);
        }
        FunctionPlan functions = FunctionPlan.Matching(columns, 1) with { Window = new WindowPlan(new KernelRecipe(1, default)) };
        var task = new LeafTask(rows, _weights, _order, functions, _size);
        var taylor = new TaylorFactor(columns.Dimension, _deviations, _measure.TotalWeight);
        LeafResult kept = new WindowReducer(new FunctionBasis(columns, 1), taylor, new Workers(_threads, cancellation)).Reduce(task);
        int[] indices = [.. kept.Ids];
        double[] weights = [.. kept.Weights];
        Array.Sort(indices, weights);
        return new Coreset(_measure, indices, weights, [new OrderShare(1, 1, indices.Length, kept.ErrorBoundShare)], kept.Residual)
        {
            SizeAsked = _size,
            OrderAsked = 1,
        };
    }
}
