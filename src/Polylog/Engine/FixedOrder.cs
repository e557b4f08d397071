using System.Globalization;

namespace Polylog;

/// <summary>Compresses in leaves of one order that have as many points each, to a size.</summary>
/// <param name="source">The measure as its user knows it.</param>
/// <param name="rows">The same with everything that is matched in its rows.</param>
/// <param name="options">The effort, the scale, the use and the progress.</param>
/// <param name="size">Points that stay.</param>
/// <param name="threads">Workers.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class FixedOrder(Measure source, Measure rows, CompressionOptions options, int size, int threads, CancellationToken cancellation)
{
    private readonly double[] _units = AxisUnits.Of(rows, options.Scale, threads);

    /// <summary>Compresses: in rounds where they do more and the data allow them, in one pass otherwise.</summary>
    /// <param name="order">Order up to which moments are matched; the size is at least their number.</param>
    /// <exception cref="ArgumentOutOfRangeException">More moments than can be matched at once.</exception>
    public Coreset Run(int order)
    {
        MatchedColumns matched = source.Matched;
        if (matched.Count(order) > FunctionPlan.MaxConstraints)
        {
            throw MomentCompressor.OutOfRange(nameof(options.Order), order, string.Create(
                CultureInfo.InvariantCulture,
                $"{matched.Describe(order)}, more than the {FunctionPlan.MaxConstraints} that can be matched at once; lower the order or use fewer columns"));
        }
        FunctionPlan plan = FunctionPlan.For(matched, order, options);
        var basis = new FunctionBasis(matched, plan.Order);
        var workers = new Workers(threads, cancellation);
        int rank = FeatureRank.Of(rows, basis, plan.Matched, workers);
        RoundPlan rounds = rank == plan.Matched && !FunctionPlan.WantsEvenWeights(matched, size, options) ? RoundPlan.For(matched, order, size, options.Effort) : RoundPlan.None;
        if (rounds.IsAny)
        {
            Coreset thinned = InRounds(order, rounds);
            if (thinned.Count <= size)
                return thinned;
        }
        int leaves = rank == plan.Matched ? Math.Max(1, size / plan.LeafTarget) : DegenerateLeaves(basis, plan, rank, workers);
        Coreset coreset = Passed(leaves, size, plan, order, RoundPlan.None);
        // Data that looked degenerate as a whole can have leaves that are not, where rounding errors are large compared to the leaf.
        return coreset.Count <= size ? coreset : Passed(Math.Max(1, size / plan.LeafTarget), size, plan, order, RoundPlan.None);
    }

    /// <summary>A pass that leaves more than the size, in the smallest leaves there can be, then rounds.</summary>
    /// <param name="order">The order.</param>
    /// <param name="rounds">The rounds.</param>
    public Coreset InRounds(int order, RoundPlan rounds)
    {
        FunctionPlan plan = FunctionPlan.Plain(source.Matched, order);
        int first = rounds.First(size, source.WeightedCount);
        return Passed(Math.Max(1, first / plan.Constraints), first, plan, order, rounds);
    }

    private Coreset Passed(int count, int first, FunctionPlan plan, int order, RoundPlan rounds)
    {
        Bisection parts = Bisection.Split(rows, count, first, source.Matched.Dimension, _units, threads, cancellation);
        int[] final = [.. parts.Leaves.Select((_, i) => (int)((long)size * (i + 1) / count - (long)size * i / count))];
        LeafPlan[] planned = [.. parts.Leaves.Select((leaf, i) => rounds.IsAny ? new LeafPlan(leaf, order, plan, final[i], rounds) : new LeafPlan(leaf, order, plan))];
        var basis = new FunctionBasis(source.Matched, plan.Order);
        return new LeafSweep(source, rows, parts, basis, options, threads).Run(planned, leastOrder: order, cancellation);
    }

    /// <summary>As many leaves as the size allows, each with the points its functions need.</summary>
    private int DegenerateLeaves(FunctionBasis basis, FunctionPlan plan, int rank, Workers workers)
    {
        int needed = FeatureRank.Of(rows, basis, plan.Constraints, workers);
        return Math.Max(1, size / (needed + 3 * (rank - needed) / 4));
    }
}
