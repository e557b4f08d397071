using System.Diagnostics;

namespace Polylog;

/// <summary>
/// Reduces one leaf: a recombination tree over bins while there are many points, single points at the end, then polish.
/// </summary>
/// <remarks>
/// C. Litterer, T. Lyons, High order recombination and an application to cubature on Wiener space (2012); M. Tchernychova, Caratheodory
/// cubature measures (2016). Points are dealt into two bins a function. Each bin acts as one point: its weighted mean feature vector
/// with its total weight. Eliminating bins down to the rank, and rescaling the members of the bins that are left, changes no
/// moment and halves the points. For n points and N functions: n N for the sums and O(N^3) for each of the log2(n / N) eliminations.
/// One instance a worker: it owns the buffers.
/// </remarks>
/// <param name="basis">The functions.</param>
/// <param name="taylor">Works out the leaf's part of the error's bound.</param>
/// <param name="workers">Threads that may work on the leaf.</param>
internal sealed class LeafReducer(FunctionBasis basis, TaylorFactor taylor, Workers workers)
{
    /// <summary>Largest relative change of the total weight that rounding may cause; polishing repairs far more than that.</summary>
    private const double RoundingOfMass = 1e-6;

    private readonly LeafFeatures _features = new(basis, workers);
    private readonly LeafPoints _points = new();
    private readonly Tableau _tableau = new(workers);
    private readonly Elimination _elimination = new(workers);
    private readonly EnergyDescent _descent = new();
    private readonly Polish _polish = new(workers);
    private readonly AlignedBuffer _featureBuffer = new();
    private readonly AlignedBuffer _sumBuffer = new();
    private readonly AlignedBuffer _totalBuffer = new();
    private readonly AlignedBuffer _momentBuffer = new();
    private LeafTask _task;
    private double _tolerance;
    private bool _isRankDeficient;
    private int[] _sample = [];

    private FunctionPlan Functions => _task.Functions;

    /// <summary>The leaf's moments: the matched ones, then the watched ones.</summary>
    private Span<double> Sums => _momentBuffer.Take(Functions.MatchedAndWatched);

    /// <summary>Reduces a leaf.</summary>
    /// <param name="task">The leaf.</param>
    /// <param name="polished">False where <see cref="Refine"/> follows for several leaves together: residual and bound are not worked out
    /// then.</param>
    /// <returns>The points it keeps.</returns>
    public LeafResult Reduce(LeafTask task, bool polished = true)
    {
        _task = task;
        ReadOnlySpan<double> rows = task.Rows.Span;
        _features.Fit(rows);
        // Functions that differ by no more than the data's own rounding count as one, so that points on a curve need no more than the
        // curve does. Where leaving them out shows in the moments after all, they do count.
        for (bool isLast = false; ; isLast = true)
        {
            _tolerance = isLast ? Tableau.RankTolerance(Functions.MatchedAndWatched) : _features.DataTolerance;
            Start();
            int active = task.Count;
            if (active <= task.Keep)
                return _points.Result(_points.Places(active), _points.Weights(active), 0);
            bool momentsKnown = false;
            int bins = Kernels.Pad(2 * Functions.MatchedAndWatched);
            while (active > Math.Max(bins, task.Keep + task.Keep / 2))
            {
                int left = ReduceBins(active, bins, momentsKnown);
                momentsKnown = true;
                CheckMass(left);
                if (left == active)
                    break;
                active = left;
            }
            active = ReduceSingles(active, momentsKnown);
            if (Functions.Descents > 0)
                active = Exchange(active);
            CheckMass(active);
            Span<int> points = _points.Places(active);
            Span<double> weights = _points.Weights(active);
            double residual = polished ? _polish.Run(_features, rows, points, weights, Sums[..Functions.Matched], _tolerance) : 0;
            Invariant.Holds(residual >= 0, $"Polish left a residual of {residual}.");
            if (residual > CompressionPolicy.LeafResidual && !isLast)
                continue;
            LeafResult kept = _points.Result(points, weights, residual) with { IsRankDeficient = _isRankDeficient };
            return polished && active < task.Count ? kept with { ErrorBoundShare = taylor.OfLeaf(task, points, kept.Weights) } : kept;
        }
    }

    /// <summary>Corrects the weights of points that were kept already, against the moments of all the leaf's points.</summary>
    /// <param name="task">The leaf; no function is watched.</param>
    /// <param name="kept">IN, positions of the kept points among the rows.</param>
    /// <param name="keptWeights">IN, their weights.</param>
    /// <returns>The same points.</returns>
    public LeafResult Refine(LeafTask task, int[] kept, double[] keptWeights)
    {
        _task = task;
        ReadOnlySpan<double> rows = task.Rows.Span;
        _features.Fit(rows);
        Start();
        int bins = Kernels.Pad(2 * Functions.Matched);
        _features.BinSums(task.Rows, _points.PlacesOf(task.Count), _points.WeightsOf(task.Count), bins, Functions.Matched, _sumBuffer);
        SumMoments(_sumBuffer.Take(Functions.Matched * bins), bins);
        double[] scaled = _points.Scaled(keptWeights);
        double residual = _polish.Run(_features, rows, kept, scaled, Sums, _features.DataTolerance);
        return _points.Result(kept, scaled, residual);
    }

    private void Start()
    {
        _points.Start(_task, basis.Width);
        _isRankDeficient = false;
        if (Functions.Descents > 0)
            _sample = _points.Places(Math.Min(_task.Count, EnergyDescent.MaxSample)).ToArray();
    }

    /// <summary>One level of the tree: bins of points are eliminated as if they were points. Returns the number of points left.</summary>
    private int ReduceBins(int count, int bins, bool momentsKnown)
    {
        int functions = Functions.MatchedAndWatched, keep = _task.Keep;
        _features.BinSums(_task.Rows, _points.PlacesOf(count), _points.WeightsOf(count), bins, functions, _sumBuffer);
        Span<double> weights = _points.Weights(count);
        Span<double> sums = _sumBuffer.Take(functions * bins);
        if (!momentsKnown)
            SumMoments(sums, bins);

        Span<double> means = _featureBuffer.Take(functions * bins);
        Span<double> totals = _totalBuffer.Take(2 * bins);
        Span<double> reciprocals = totals[..bins], after = totals[bins..];
        sums[..bins].CopyTo(after); // the first function is the constant 1
        for (int bin = 0; bin < bins; bin++)
            reciprocals[bin] = 1 / after[bin];
        // The mean of 1 is 1, not 1 give or take a rounding error, which would let noise pick the first pivot.
        means[..bins].Fill(1);
        for (int f = 1; f < functions; f++)
            Kernels.Multiply(means.Slice(f * bins, bins), sums.Slice(f * bins, bins), reciprocals);
        _tableau.Factorise(means, bins, bins, functions, 0, _tolerance);
        // A bin is count / bins points: no need to go below the points to keep. The bins that are left can be the ones with a point less,
        // though.
        _elimination.Run(_tableau, after, (int)((long)keep * bins / count));
        if (Members(after, count) < keep)
        {
            int fewest = count / bins;
            sums[..bins].CopyTo(after);
            _elimination.Run(_tableau, after, (keep + fewest - 1) / fewest);
        }
        Span<double> factors = after;
        Kernels.Multiply(factors, after, reciprocals);
        for (int first = 0; first < count; first += bins)
        {
            for (int bin = 0; bin < Math.Min(bins, count - first); bin++)
                weights[first + bin] *= factors[bin];
        }
        return _points.DropWeightless(count);
    }

    /// <summary>Points of the bins that have a weight; point i is in bin i modulo their number.</summary>
    private static int Members(ReadOnlySpan<double> weights, int count)
    {
        int members = 0;
        for (int bin = 0; bin < weights.Length; bin++)
        {
            if (weights[bin] > 0)
                members += (count - bin + weights.Length - 1) / weights.Length;
        }
        return members;
    }

    /// <summary>
    /// Eliminates points one by one. Where a few functions are watched it does so several times, from the same points in other orders, and
    /// takes the end with the least change of the watched functions: with few of them that becomes many times smaller; with many, chance
    /// has nothing to offer. Returns the number of points left.
    /// </summary>
    private int ReduceSingles(int count, bool momentsKnown)
    {
        Span<int> points = _points.Places(count);
        Span<double> weights = _points.Weights(count);
        if (!momentsKnown)
            SumMoments(points, weights);
        if (Functions.Tries == 1 || count <= _task.Keep)
            return Finish(count);
        (int Place, double Weight)[] start = new (int, double)[count];
        for (int i = 0; i < count; i++)
            start[i] = (points[i], weights[i]);
        int[] bestPoints = [];
        double[] bestWeights = [];
        double least = double.PositiveInfinity;
        var random = new SplitMix64(2);
        for (int attempt = 0; attempt < Functions.Tries; attempt++)
        {
            for (int i = 0; i < count; i++)
                (points[i], weights[i]) = start[i];
            int left = Finish(count);
            double change = Change(points[..left], weights[..left]);
            if (change < least)
            {
                least = change;
                bestPoints = points[..left].ToArray();
                bestWeights = weights[..left].ToArray();
            }
            random.Shuffle(start.AsSpan());
        }
        bestPoints.CopyTo(points);
        bestWeights.CopyTo(weights);
        return bestPoints.Length;
    }

    /// <summary>Gives up the watched functions, then points down to the number to keep. Returns the number of points left.</summary>
    private int Finish(int count)
    {
        int left = count;
        foreach (bool giveUpWatched in (ReadOnlySpan<bool>)[false, true])
        {
            if (giveUpWatched ? left <= _task.Keep : Functions.Watched == 0 || left <= Functions.MatchedAndWatched)
                continue;
            int matched = giveUpWatched ? Functions.Matched : Functions.MatchedAndWatched;
            Span<double> features = Evaluate(_points.Places(left), Functions.MatchedAndWatched, out int stride);
            _tableau.Factorise(features, stride, left, matched, Functions.MatchedAndWatched - matched, _tolerance);
            _isRankDeficient |= giveUpWatched && _tableau.Rank < matched;
            _elimination.Run(_tableau, _points.Weights(left), _task.Keep);
            left = _points.DropWeightless(left);
        }
        return left;
    }

    private int Exchange(int kept)
    {
        var leaf = new EnergyDescent.LeafInput(
            _task.Rows.Span, basis.Columns, Functions.Matched, _sample, _points.Given);
        return _descent.Run(
            _features, _tableau, leaf, _tolerance, _points.Places(_task.Count), _points.Weights(_task.Count), kept, _task.Keep,
                Functions.Descents);
    }

    private Span<double> Evaluate(ReadOnlySpan<int> points, int functions, out int stride)
    {
        stride = Kernels.Pad(points.Length);
        Span<double> features = _featureBuffer.Take(functions * stride);
        _features.Single(_task.Rows.Span, points, functions, stride, features);
        return features;
    }

    /// <summary>Sum of squares of the watched functions' changes.</summary>
    private double Change(ReadOnlySpan<int> points, ReadOnlySpan<double> weights)
    {
        Span<double> features = Evaluate(points, Functions.MatchedAndWatched, out int stride);
        ReadOnlySpan<double> moments = Sums;
        double squares = 0;
        for (int f = Functions.Matched; f < Functions.MatchedAndWatched; f++)
        {
            double change = -moments[f];
            for (int i = 0; i < points.Length; i++)
                change += weights[i] * features[f * stride + i];
            squares += change * change;
        }
        return squares;
    }

    private void SumMoments(ReadOnlySpan<int> points, ReadOnlySpan<double> weights)
    {
        Span<double> features = Evaluate(points, Functions.MatchedAndWatched, out int stride);
        Span<double> moments = Sums;
        for (int f = 0; f < moments.Length; f++)
        {
            var sum = new CompensatedSum();
            for (int i = 0; i < points.Length; i++)
                sum.AddProduct(weights[i], features[f * stride + i]);
            moments[f] = sum.Value;
        }
    }

    private void SumMoments(ReadOnlySpan<double> sums, int bins)
    {
        Span<double> moments = Sums;
        for (int f = 0; f < moments.Length; f++)
        {
            var sum = new CompensatedSum();
            for (int bin = 0; bin < bins; bin++)
                sum.Add(sums[f * bins + bin]);
            moments[f] = sum.Value;
        }
    }

    /// <summary>
    /// The constant 1 is matched, so the kept points have the weight of all points. Each function that counted as dependent may be off by
    /// the tolerance.
    /// </summary>
    [Conditional("DEBUG")]
    private void CheckMass(int active)
    {
        double allowed = Math.Max(RoundingOfMass, Functions.MatchedAndWatched * _tolerance);
        double before = 0, after = 0;
        foreach (double weight in _points.Given)
            before += weight;
        foreach (double weight in _points.Weights(active))
            after += weight;
        Invariant.Holds(
            Math.Abs(after - before) <= allowed * before, $"A leaf of weight {before} has weight {after} after an elimination.");
    }
}
