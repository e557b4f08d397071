using System.Collections.Concurrent;

namespace Polylog;

/// <summary>
/// Estimates regions of a partition into equal cells: a region of level l is one of 2^l runs of cells, as the bisection made them.
/// </summary>
internal sealed class Survey
{
    /// <summary>What rounding leaves of a function that depends on others, generously.</summary>
    private const double RankTolerance = 1e-13;

    private readonly Measure _measure;
    private readonly Bisection _cells;
    private readonly FunctionBasis _basis;
    private readonly TrialFunctions _trials;
    private readonly double[] _centre;
    private readonly double[] _units;
    private readonly int[] _sampleOrder;
    private readonly ConcurrentBag<SurveyBuffers> _idle = [];

    public Survey(Measure measure, Bisection cells, FunctionBasis basis, TrialFunctions trials, double[] centre, double[] units, int threads, CancellationToken cancellation)
    {
        _measure = measure;
        _cells = cells;
        _basis = basis;
        _trials = trials;
        _centre = centre;
        _units = units;
        _sampleOrder = new int[cells.Index.Length];
        Parallel.For(0, cells.Leaves.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => new CanonicalOrder(), (i, _, order) =>
            {
                Leaf cell = cells.Leaves[i];
                int dimension = measure.Dimension;
                ReadOnlySpan<double> weights = measure.Weights.Span;
                double[] own = new double[cell.Count];
                for (int j = 0; j < cell.Count; j++)
                    own[j] = weights.IsEmpty ? 1 : weights[cells.Index[cell.Start + j]];
                order.Fill(
                    cells.Rows.AsSpan(cell.Start * dimension, cell.Count * dimension), dimension, own,
                    cells.Index.AsSpan(cell.Start, cell.Count), _sampleOrder.AsSpan(cell.Start, cell.Count));
                return order;
            }, _ => { });
    }

    /// <summary>Estimates all regions of a level for all orders up to one.</summary>
    public RegionEstimate[] Level(int level, int order, int threads, CancellationToken cancellation)
    {
        var regions = new RegionEstimate[1 << level];
        Parallel.For(0, regions.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, region =>
        {
            if (!_idle.TryTake(out SurveyBuffers? buffers))
                buffers = new SurveyBuffers();
            regions[region] = Estimate(level, region, order, buffers, cancellation);
            _idle.Add(buffers);
        });
        Parallel.For(0, _trials.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, f =>
        {
            if (_trials.IsKinked(f))
                SpreadKinks(regions, order, f, _trials.IsStep(f));
        });
        return regions;
    }

    /// <summary>
    /// The few kinks that were drawn stand for kinks anywhere: a leaf is met by one in proportion to its width, and the mean square it then leaves goes with the
    /// width's square; a step's does not go with the width. Without this, leaves would be refined where a kink happened to be drawn.
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

    private RegionEstimate Estimate(int level, int region, int order, SurveyBuffers buffers, CancellationToken cancellation)
    {
        int span = _cells.Leaves.Count >> level;
        int first = region * span;
        int start = _cells.Leaves[first].Start;
        Leaf last = _cells.Leaves[first + span - 1];
        int count = last.Start + last.Count - start;
        int functions = (int)_basis.Functions.Count(order);
        int wanted = Math.Min(count, functions + functions / 2 + 16);
        double[] rows = Sample(first, span, count, wanted, out int points, buffers);

        int dimension = _measure.Dimension;
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
                seen[axis * stride + i] = rows[i * dimension + axis] - _centre[axis];
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
        Projection.Run(features, trials, _trials.Count, stride, points, _basis.Functions, order, RankTolerance, ranks, residuals, cancellation);
        // Close to as many functions as points, what stays tells nothing any more.
        int told = 1;
        while (told < order && ranks[told + 1] <= points - points / 8 - 2)
            told++;
        Array.Resize(ref ranks, told + 1);
        Array.Resize(ref residuals, (told + 1) * _trials.Count);
        return new RegionEstimate(start, count, Weight(start, count), Width(rows.AsSpan(0, points * dimension)), _basis.Functions, ranks, residuals, magnitudes);
    }

    private double[] Sample(int first, int span, int count, int wanted, out int points, SurveyBuffers buffers)
    {
        int dimension = _measure.Dimension;
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
        int dimension = _measure.Dimension;
        int points = rows.Length / dimension;
        for (int axis = 0; axis < _basis.Functions.Dimension; axis++)
        {
            double mean = 0, squares = 0;
            for (int i = 0; i < points; i++)
                mean += (rows[i * dimension + axis] - _centre[axis]) / _units[axis] / points;
            for (int i = 0; i < points; i++)
            {
                double off = (rows[i * dimension + axis] - _centre[axis]) / _units[axis] - mean;
                squares += off * off / points;
            }
            square += squares;
        }
        return Math.Sqrt(square);
    }

    /// <summary>Share of the measure's weight.</summary>
    private double Weight(int start, int count)
    {
        ReadOnlySpan<double> weights = _measure.Weights.Span;
        if (weights.IsEmpty)
            return count / (double)_measure.Count;
        double sum = 0;
        for (int i = start; i < start + count; i++)
            sum += weights[_cells.Index[i]] / _measure.TotalWeight;
        return sum;
    }
}
