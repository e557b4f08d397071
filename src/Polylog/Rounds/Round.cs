using System.Collections.Concurrent;

namespace Polylog;

/// <summary>Carries out rounds: each splits the points into blocks and reduces a tight ball of every block.</summary>
/// <param name="problem">What is compressed.</param>
/// <param name="basis">The functions.</param>
/// <param name="taylor">The error's bound.</param>
internal sealed class Round(CompressionProblem problem, FunctionBasis basis, TaylorFactor taylor)
{
    /// <summary>Points of a block, as a multiple of the functions: a ball is about a quarter of it.</summary>
    private const int Block = 4;

    private readonly ConcurrentBag<Buffers> _idle = [];

    /// <summary>Carries out one round.</summary>
    /// <param name="points">The points and their weights.</param>
    /// <param name="turned">The same points, turned: blocks and balls are made there.</param>
    /// <param name="functions">The functions to match; none is watched.</param>
    /// <param name="step">Points a ball loses at once, as a part of its functions.</param>
    /// <param name="keep">Points to keep in the end.</param>
    /// <returns>The points that are left, and what the balls add to the error's bound.</returns>
    public (WeightedPoints Points, double ErrorBoundShare) Run(
        WeightedPoints points, Measure turned, FunctionPlan functions, double step, int keep)
    {
        int blocks = Math.Max(1, points.Count / (Block * functions.Matched));
        int going = Math.Min(points.Count - keep, blocks * Math.Max(1, (int)(step * functions.Matched)));
        double[] unit = new double[turned.Dimension];
        Array.Fill(unit, 1);
        Bisection parts = Bisection.Split(
            turned, new PartitionPlan(blocks, turned.Dimension, unit, blocks), problem.Threads, problem.Cancellation);
        double[] after = [.. points.Weights];
        double[] shares = new double[blocks];
        // Where there are fewer blocks than threads, several work on the same one.
        Workers workers = problem.WorkersFor(blocks);
        ParallelLoop.For(0, blocks, problem.Parallel, b =>
        {
            int loss = EvenShare.Part(going, b, blocks);
            if (loss == 0)
                return;
            if (!_idle.TryTake(out Buffers? buffers))
                buffers = new Buffers(new LeafReducer(basis, taylor, workers), new BallChooser());
            int count = Math.Min(parts.Leaves[b].Count, functions.Matched + loss);
            int[] ball = buffers.Chooser.Choose(parts, parts.Leaves[b], points.Weights, count, functions.Order);
            LeafTask task = TaskOf(ball, points, functions, Math.Max(1, count - loss));
            LeafResult kept = buffers.Reducer.Reduce(task, polished: false);
            foreach (int place in ball)
                after[place] = 0;
            for (int i = 0; i < kept.Ids.Length; i++)
                after[kept.Ids[i]] = kept.Weights[i];
            double[] changes = Array.ConvertAll(ball, place => after[place] - points.Weights[place]);
            shares[b] = taylor.OfChanges(task.Rows.Span, changes, functions.Order);
            _idle.Add(buffers);
        });
        return (points.With(after), shares.Sum());
    }

    /// <summary>A ball as a leaf; its points are named by their places among all.</summary>
    private LeafTask TaskOf(int[] ball, WeightedPoints points, FunctionPlan functions, int keep)
    {
        int width = basis.Width;
        double[] rows = new double[ball.Length * width];
        for (int i = 0; i < ball.Length; i++)
            problem.Rows.Atom(points.Indices[ball[i]]).CopyTo(rows.AsSpan(i * width));
        return new LeafTask(rows, Array.ConvertAll(ball, place => points.Weights[place]), ball, functions, keep);
    }

    /// <summary>What one worker needs.</summary>
    private sealed record Buffers(LeafReducer Reducer, BallChooser Chooser);
}
