using System.Collections.Concurrent;

namespace Polylog;

/// <summary>
/// Estimates the regions of a partition into equal cells. A region of level l is one of the 2^l runs of cells that the bisection made at
/// that level.
/// </summary>
internal sealed class Survey
{
    /// <summary>What rounding leaves of a function that depends on others, generously.</summary>
    private const double RankTolerance = 1e-13;

    private readonly CompressionProblem _problem;
    private readonly Bisection _cells;
    private readonly FunctionBasis _basis;
    private readonly TrialFunctions _trials;
    private readonly int[] _sampleOrder;
    private readonly ConcurrentBag<SurveyBuffers> _idle = [];

    /// <summary>Puts the points of every cell in the order they are sampled in.</summary>
    /// <param name="problem">What is to be compressed.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="basis">The functions projected on.</param>
    /// <param name="trials">The functions projected.</param>
    public Survey(CompressionProblem problem, Bisection cells, FunctionBasis basis, TrialFunctions trials)
    {
        _problem = problem;
        _cells = cells;
        _basis = basis;
        _trials = trials;
        _sampleOrder = new int[cells.Index.Length];
        ParallelLoop.For(0, cells.Leaves.Count, problem.Parallel, () => new CanonicalOrder(), (i, order) =>
        {
            (int start, int count) = cells.Leaves[i];
            int width = problem.Rows.Dimension;
            var weights = new AtomWeights(cells.Weights);
            double[] own = new double[count];
            for (int j = 0; j < count; j++)
                own[j] = weights[start + j];
            order.Fill(cells.Rows.AsSpan(start * width, count * width), width, own, cells.Index.AsSpan(start, count),
                _sampleOrder.AsSpan(start, count));
        });
    }

    /// <summary>Estimates all regions of a level for all orders up to one.</summary>
    public RegionEstimate[] Level(int level, int order)
    {
        var regions = new RegionEstimate[1 << level];
        ParallelLoop.For(0, regions.Length, _problem.Parallel, region =>
        {
            if (!_idle.TryTake(out SurveyBuffers? buffers))
                buffers = new SurveyBuffers();
            regions[region] = Estimate(level, region, order, buffers);
            _idle.Add(buffers);
        });
        ParallelLoop.For(0, _trials.Count, _problem.Parallel, f =>
        {
            if (_trials.IsKinked(f))
                SpreadKinks(regions, order, f, _trials.IsStep(f));
        });
        return regions;
    }

    /// <summary>
    /// The few kinks that were drawn represent kinks anywhere. The probability that a leaf is met by a kink is in proportion to its width,
    /// and the mean square it then leaves grows with the square of the width; that of a step does not depend on the width. Without this,
    /// leaves would be refined where a kink happened to be drawn.
    /// </summary>
    private static void SpreadKinks(RegionEstimate[] regions, int order, int function, bool step)
    {
        double shares = 0;
        foreach (RegionEstimate region in regions)
            shares += region.Weight * region.Weight * Share(region.Width);
        if (!(shares > 0))
            return;
        double[] spread = new double[order + 1];
        for (int k = 0; k <= order; k++)
        {
            foreach (RegionEstimate region in regions)
                spread[k] += region.Weight * region.Weight * region.Residual(k, function) / shares;
        }
        foreach (RegionEstimate region in regions)
        {
            for (int k = 0; k <= region.Order; k++)
                region.Replace(k, function, spread[k] * Share(region.Width));
        }

        double Share(double width) => step ? width : width * width * width;
    }

    private RegionEstimate Estimate(int level, int region, int order, SurveyBuffers buffers)
    {
        int span = _cells.Leaves.Count >> level;
        int first = region * span;
        int start = _cells.Leaves[first].Start;
        Leaf last = _cells.Leaves[first + span - 1];
        int count = last.Start + last.Count - start;
        int functions = (int)_basis.Columns.Count(order);
        int wanted = Math.Min(count, functions + functions / 2 + 16);
        double[] rows = Sample(first, span, count, wanted, out int points, buffers);

        int dimension = _problem.Rows.Dimension;
        int stride = Kernels.Pad(points);
        Span<double> features = buffers.Features.Take(functions * stride);
        LeafFeatures evaluation = buffers.Evaluation(_basis);
        evaluation.Fit(rows.AsSpan(0, points * dimension));
        evaluation.Single(rows.AsSpan(0, points * dimension), buffers.Counting(points), functions, stride, features);
        Span<double> seen = buffers.Seen.Take(dimension * stride);
        seen.Clear();
        for (int i = 0; i < points; i++)
        {
            for (int axis = 0; axis < dimension; axis++)
                seen[axis * stride + i] = rows[i * dimension + axis] - _trials.Centre[axis];
        }
        Span<double> trials = buffers.Trials.Take(_trials.Count * stride);
        _trials.Evaluate(seen, stride, trials);
        double[] magnitudes = new double[_trials.Count];
        for (int f = 0; f < _trials.Count; f++)
        {
            Span<double> trial = trials.Slice(f * stride, stride);
            trial[points..].Clear();
            foreach (double value in trial)
                magnitudes[f] += Math.Abs(value) / points;
        }
        int[] ranks = new int[order + 1];
        double[] residuals = new double[(order + 1) * _trials.Count];
        Projection.Run(
            features, trials, _trials.Count, stride, points, _basis.Columns, order, RankTolerance, ranks, residuals, _problem.Cancellation);
        // Close to as many functions as points, what stays tells nothing any more.
        int told = 1;
        while (told < order && ranks[told + 1] <= points - points / 8 - 2)
            told++;
        Array.Resize(ref ranks, told + 1);
        Array.Resize(ref residuals, (told + 1) * _trials.Count);
        return new RegionEstimate(
            new Leaf(start, count), Weight(start, count), Width(rows.AsSpan(0, points * dimension)), _basis.Columns, ranks, residuals)
        {
            Magnitudes = magnitudes,
        };
    }

    private double[] Sample(int first, int span, int count, int wanted, out int points, SurveyBuffers buffers)
    {
        int dimension = _problem.Rows.Dimension;
        double[] rows = buffers.Rows((wanted + span) * dimension);
        points = 0;
        int passed = 0;
        for (int c = first; c < first + span; c++)
        {
            Leaf cell = _cells.Leaves[c];
            // As many from each cell as its share, rounded such that nothing is lost.
            int until = (int)((long)(passed + cell.Count) * wanted / count);
            for (int j = 0; points < until; j++)
            {
                int row = cell.Start + _sampleOrder[cell.Start + j];
                _cells.Rows.AsSpan(row * dimension, dimension).CopyTo(rows.AsSpan(points * dimension));
                points++;
            }
            passed += cell.Count;
        }
        return rows;
    }

    /// <summary>Root of the summed variances of a sample's columns, in their units.</summary>
    private double Width(ReadOnlySpan<double> rows)
    {
        double square = 0;
        int dimension = _problem.Rows.Dimension;
        int points = rows.Length / dimension;
        for (int axis = 0; axis < _basis.Columns.Dimension; axis++)
        {
            double mean = 0, squares = 0;
            for (int i = 0; i < points; i++)
                mean += (rows[i * dimension + axis] - _trials.Centre[axis]) / _trials.Units[axis] / points;
            for (int i = 0; i < points; i++)
            {
                double off = (rows[i * dimension + axis] - _trials.Centre[axis]) / _trials.Units[axis] - mean;
                squares += off * off / points;
            }
            square += squares;
        }
        return Math.Sqrt(square);
    }

    /// <summary>Share of the measure's weight.</summary>
    private double Weight(int start, int count)
    {
        if (_cells.Weights.Length == 0)
            return count / (double)_problem.Rows.Count;
        double sum = 0;
        for (int i = start; i < start + count; i++)
            sum += _cells.Weights[i] / _problem.Rows.TotalWeight;
        return sum;
    }
}
