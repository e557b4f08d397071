namespace Polylog;

/// <summary>Compresses in leaves of one order that have as many points each, to a size.</summary>
/// <param name="source">The measure as its user knows it.</param>
/// <param name="rows">The same with everything that is matched in its rows.</param>
/// <param name="options">The effort, the scale, the use and the progress.</param>
/// <param name="size">Points that stay.</param>
/// <param name="threads">Workers.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class EvenLeaves(Measure source, Measure rows, CompressionOptions options, int size, int threads, CancellationToken cancellation)
{
    private readonly double[] _units = AxisUnits.Of(rows, options.Scale, threads);

    /// <summary>One pass over some leaves.</summary>
    /// <param name="leaves">How many.</param>
    /// <param name="plan">The functions of each.</param>
    /// <param name="order">The order up to which they are matched.</param>
    public Coreset OnePass(int leaves, FunctionPlan plan, int order) => Run(leaves, size, plan, order, RoundPlan.None);

    /// <summary>A pass that leaves more than the size, in the smallest leaves there can be, then rounds.</summary>
    /// <param name="order">The order.</param>
    /// <param name="rounds">The rounds.</param>
    public Coreset InRounds(int order, RoundPlan rounds)
    {
        FunctionPlan plan = FunctionPlan.Plain(source.Matched, order);
        int first = rounds.First(size, source.PositiveCount);
        return Run(Math.Max(1, first / plan.Constraints), first, plan, order, rounds);
    }

    private Coreset Run(int count, int first, FunctionPlan plan, int order, RoundPlan rounds)
    {
        Bisection parts = Bisection.Split(rows, count, first, source.Matched.Dimension, _units, threads, cancellation);
        int[] final = [.. parts.Leaves.Select((_, i) => (int)((long)size * (i + 1) / count - (long)size * i / count))];
        PlannedLeaf[] planned = [.. parts.Leaves.Select((leaf, i) => rounds.IsAny ? new PlannedLeaf(leaf, order, plan, final[i], rounds) : new PlannedLeaf(leaf, order, plan))];
        var basis = new FunctionBasis(source.Matched, plan.Order);
        return new LeafSweep(source, rows, parts, basis, options, threads).Run(planned, leastOrder: order, cancellation);
    }
}
