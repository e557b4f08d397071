namespace Polylog;

/// <summary>
/// Splits points into leaves whose weights are to be even, and puts those of each leaf in the order of a finer bisection.
/// </summary>
internal static class WindowPartition
{
    /// <summary>Rows at an end of the bisection that orders rows.</summary>
    private const int RowsOfAnEnd = 8;

    /// <summary>Splits the atoms of positive weight.</summary>
    /// <param name="rows">The measure, every matched column in its rows.</param>
    /// <param name="plan">How to split them; the number of leaves is a power of two.</param>
    /// <param name="threads">Workers; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The points, and the leaves. The order does not depend on the input's.</returns>
    public static (Bisection Points, Leaf[] Leaves) Split(
        Measure rows, PartitionPlan plan, int threads, CancellationToken cancellation)
    {
        int count = rows.WeightedCount, ends = Math.Max(1, count / plan.Leaves / RowsOfAnEnd);
        Bisection points = Bisection.Split(
            rows, plan with { Leaves = plan.Leaves * ends, WantsEvenWeights = true }, threads, cancellation);
        points.OrderInLeaves();
        int[] starts = [.. Enumerable.Range(0, plan.Leaves).Select(leaf => points.Leaves[leaf * ends].Start), count];
        return (points, [.. Enumerable.Range(0, plan.Leaves).Select(leaf => new Leaf(starts[leaf], starts[leaf + 1] - starts[leaf]))]);
    }
}
