using System.Collections.Concurrent;

namespace Polylog;

/// <summary>Takes points away a few at a time, from one tight ball after the other, all moments up to an order unchanged.</summary>
/// <remarks>
/// Wang et al. always work on the tightest points there are. Here the points are bisected into blocks, turned anew every round so that borders never stay where
/// they are; each block reduces a tight ball of slightly more points than there are moments. Blocks do not depend on each other. For N moments a point costs
/// O(N^2 / step).
/// </remarks>
internal sealed class Thinning(Measure measure, Geometry geometry, FunctionBasis basis, TaylorFactor taylor, int threads, CancellationToken cancellation)
{
    /// <summary>Points of a block, as a multiple of the functions: a ball is about a quarter of it.</summary>
    private const int Block = 4;

    private readonly ConcurrentBag<Bench> _idle = [];

    /// <summary>Thins.</summary>
    /// <param name="points">The points and their weights.</param>
    /// <param name="order">Order up to which moments stay as they are.</param>
    /// <param name="step">Points a ball loses at once, as a part of its functions.</param>
    /// <param name="size">Points that may stay.</param>
    /// <returns>What stays, and what the balls add to the bound of the error. More than <paramref name="size"/> stay only where moments could not be matched with fewer.</returns>
    public (WeightedPoints Points, double ErrorBoundShare) Run(WeightedPoints points, int order, double step, int size)
    {
        FunctionPlan plan = FunctionPlan.Plain(basis.Functions, order);
        int loss = Math.Max(1, (int)(step * plan.Constraints));
        double factor = 0;
        for (int round = 1; points.Count > size; round++)
        {
            int blocks = Math.Max(1, points.Count / (Block * plan.Constraints));
            int going = Math.Min(points.Count - size, blocks * loss);
            (WeightedPoints left, double added) = Round(points, plan, geometry.Turned(points.Indices, round), blocks, going);
            if (left.Count == points.Count)
                break;
            points = left;
            factor += added;
        }
        return (points, factor);
    }

    private (WeightedPoints Points, double ErrorBoundShare) Round(WeightedPoints points, FunctionPlan plan, Measure turned, int blocks, int going)
    {
        double[] unit = new double[turned.Dimension];
        Array.Fill(unit, 1);
        Bisection parts = Bisection.Split(turned, blocks, blocks, turned.Dimension, unit, threads, cancellation);
        double[] after = [.. points.Weights];
        double[] factors = new double[blocks];
        // Where there are fewer blocks than threads, several work on the same one.
        var workers = new Workers((threads + blocks - 1) / blocks, cancellation);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, parallel, b =>
        {
            int loss = (int)((long)going * (b + 1) / blocks - (long)going * b / blocks);
            if (loss == 0)
                return;
            if (!_idle.TryTake(out Bench? bench))
                bench = new Bench(new LeafReducer(basis, workers), new BallChooser());
            factors[b] = Reduce(points, parts, parts.Leaves[b], plan, loss, bench, after);
            _idle.Add(bench);
        });
        return (points.With(after), factors.Sum());
    }

    /// <summary>Reduces a ball of the block and writes its new weights; returns what it adds to the bound.</summary>
    private double Reduce(WeightedPoints points, Bisection parts, Leaf block, FunctionPlan plan, int loss, Bench bench, double[] after)
    {
        int dimension = measure.Dimension;
        int count = Math.Min(block.Count, plan.Constraints + loss);
        int[] ball = bench.Chooser.Choose(parts, block, points.Weights, basis.Functions.Dimension, count, plan.Order);
        double[] rows = new double[count * dimension];
        for (int i = 0; i < count; i++)
            measure.Atom(points.Indices[ball[i]]).CopyTo(rows.AsSpan(i * dimension));
        LeafResult kept = bench.Reducer.Reduce(rows, ball, points.Weights, plan, Math.Max(1, count - loss), polished: false);
        foreach (int place in ball)
            after[place] = 0;
        for (int i = 0; i < kept.Indices.Length; i++)
            after[kept.Indices[i]] = kept.Weights[i];
        double[] changes = new double[count];
        for (int i = 0; i < count; i++)
            changes[i] = after[ball[i]] - points.Weights[ball[i]];
        return taylor.Of(rows, changes, plan.Order);
    }

    /// <summary>What one worker needs.</summary>
    private sealed record Bench(LeafReducer Reducer, BallChooser Chooser);
}
