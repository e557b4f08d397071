namespace Polylog;

/// <summary>
/// Reduces one leaf: a recombination tree over groups while there are many points, single points at the end, then polish.
/// </summary>
/// <remarks>
/// C. Litterer, T. Lyons, High order recombination and an application to cubature on Wiener space (2012); M. Tchernychova, Caratheodory
/// cubature measures (2016). Points are dealt into two groups a function; each group acts as one point, its weighted mean feature vector
/// with its total weight; eliminating groups until the rank is left and rescaling the members of the surviving groups changes no
/// moment and halves the points. For n points and N functions: n N for the sums and O(N^3) for each of the log2(n / N) eliminations.
/// One instance a worker: it owns the buffers.
/// </remarks>
internal sealed class LeafReducer(FunctionBasis basis, Workers workers)
{
    /// <summary>Moment residual that rounding alone never reaches.</summary>
    private const double AcceptedResidual = 1e-13;

    private readonly LeafFeatures _features = new(basis, workers);
    private readonly CanonicalOrder _order = new();
    private readonly Tableau _tableau = new(workers);
    private readonly Elimination _elimination = new(workers);
    private readonly EnergyDescent _descent = new();
    private readonly Polish _polish = new(workers);
    private readonly AlignedBuffer _featureBuffer = new();
    private readonly AlignedBuffer _sumBuffer = new();
    private readonly AlignedBuffer _totalBuffer = new();
    private readonly AlignedBuffer _momentBuffer = new();
    private FunctionPlan _plan;
    private bool _polished;
    private double _tolerance;
    private int _exponent;
    private int[] _points = [];
    private double[] _weights = [];
    private double[] _pointWeights = [];
    private int[] _sample = [];

    /// <summary>The leaf's moments, those that are matched and then those that are watched.</summary>
    private Span<double> Sums => _momentBuffer.Take(_plan.Matched);

    /// <summary>Reduces a leaf.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="index">IN, their indices in the measure.</param>
    /// <param name="weights">IN, all weights of the measure by index; empty for 1 each.</param>
    /// <param name="plan">The functions of the basis that are matched, and those that are watched.</param>
    /// <param name="target">Points that may stay; more stay only when fewer can't match the moments.</param>
    /// <param name="polished">False where <see cref="Refine"/> follows for several leaves together: the residual is not worked out then.</param>
    /// <returns>What stays.</returns>
    public LeafResult Reduce(
        ReadOnlyMemory<double> rows, ReadOnlySpan<int> index, ReadOnlySpan<double> weights, FunctionPlan plan, int target, bool polished = true)
    {
        _plan = plan;
        _polished = polished;
        _features.Fit(rows.Span);
        // Functions that differ by no more than the data's own rounding count as one, so that points on a curve need no more than the
        // curve does. Where leaving them out shows in the moments after all, they do count.
        LeafResult kept = Reduce(rows, index, weights, target, _features.DataTolerance);
        if (kept.Residual > AcceptedResidual)
            kept = Reduce(rows, index, weights, target, Tableau.RankTolerance(_plan.Matched));
        return kept;
    }

    /// <summary>Corrects the weights of points that were kept already, against the moments of all the leaf's points.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="index">IN, their indices in the measure.</param>
    /// <param name="weights">IN, all weights of the measure by index; empty for 1 each.</param>
    /// <param name="plan">The functions that are matched; none is watched.</param>
    /// <param name="kept">IN, positions of the kept points among the rows.</param>
    /// <param name="keptWeights">IN, their weights.</param>
    /// <returns>The same points.</returns>
    public LeafResult Refine(
        ReadOnlyMemory<double> rows, ReadOnlySpan<int> index, ReadOnlySpan<double> weights, FunctionPlan plan, int[] kept, double[] keptWeights)
    {
        _plan = plan;
        _features.Fit(rows.Span);
        Start(rows.Span, index, weights);
        int groups = Kernels.Pad(2 * plan.Matched);
        _features.GroupSums(rows, _points.AsMemory(0, index.Length), _weights.AsMemory(0, index.Length), groups, plan.Matched, _sumBuffer);
        SumMoments(_sumBuffer.Take(plan.Matched * groups), groups);
        double[] scaled = [.. keptWeights.Select(weight => Math.ScaleB(weight, -_exponent))];
        double residual = _polish.Run(_features, rows.Span, kept, scaled, Sums, _features.DataTolerance);
        return Result(kept, scaled, index, residual);
    }

    private LeafResult Reduce(ReadOnlyMemory<double> rows, ReadOnlySpan<int> index, ReadOnlySpan<double> weights, int target, double tolerance)
    {
        _tolerance = tolerance;
        Start(rows.Span, index, weights);
        Span<int> points = _points.AsSpan(0, index.Length);
        Span<double> listWeights = _weights.AsSpan(0, index.Length);
        if (index.Length <= target)
            return Result(points, listWeights, index, 0);

        int active = index.Length;
        bool momentsKnown = false;
        int groups = Kernels.Pad(2 * _plan.Matched);
        while (active > Math.Max(groups, target + target / 2))
        {
            int left = ReduceGroups(rows, active, groups, target, momentsKnown);
            momentsKnown = true;
            if (left == active)
                break;
            active = left;
        }
        active = ReduceSingles(rows.Span, points[..active], listWeights[..active], target, momentsKnown);
        if (_plan.Descents > 0)
        {
            var offer = new EnergyDescent.Offer(rows.Span, basis.Functions, _plan.Constraints, _sample.AsSpan(0, Math.Min(index.Length, EnergyDescent.MaxSample)), _pointWeights.AsSpan(0, index.Length));
            active = _descent.Run(_features, _tableau, offer, tolerance, points, listWeights, active, target, _plan.Descents);
        }
        points = points[..active];
        listWeights = listWeights[..active];
        double residual = _polished ? _polish.Run(_features, rows.Span, points, listWeights, Sums[.._plan.Constraints], tolerance) : 0;
        return Result(points, listWeights, index, residual);
    }

    private void Start(ReadOnlySpan<double> rows, ReadOnlySpan<int> index, ReadOnlySpan<double> weights)
    {
        int count = index.Length;
        if (_points.Length < count)
        {
            _points = new int[count];
            _weights = new double[count];
            _pointWeights = new double[count];
        }
        double heaviest = 0;
        for (int i = 0; i < count; i++)
        {
            _pointWeights[i] = weights.IsEmpty ? 1 : weights[index[i]];
            heaviest = Math.Max(heaviest, _pointWeights[i]);
        }
        // Scaled by a power of two, which is exact: tolerances need not care for weights near the ends of double's range.
        _exponent = Math.ILogB(heaviest);
        for (int i = 0; i < count; i++)
            _pointWeights[i] = Math.ScaleB(_pointWeights[i], -_exponent);
        _order.Fill(rows, basis.Width, _pointWeights.AsSpan(0, count), index, _points.AsSpan(0, count));
        for (int i = 0; i < count; i++)
            _weights[i] = _pointWeights[_points[i]];
        if (_plan.Descents > 0)
            _sample = _points[..Math.Min(count, EnergyDescent.MaxSample)];
    }

    /// <summary>One level of the tree: groups of points are eliminated as if they were points. Returns the number of points left.</summary>
    private int ReduceGroups(ReadOnlyMemory<double> rows, int count, int groups, int target, bool momentsKnown)
    {
        _features.GroupSums(rows, _points.AsMemory(0, count), _weights.AsMemory(0, count), groups, _plan.Matched, _sumBuffer);
        Span<int> points = _points.AsSpan(0, count);
        Span<double> weights = _weights.AsSpan(0, count);
        Span<double> sums = _sumBuffer.Take(_plan.Matched * groups);
        if (!momentsKnown)
            SumMoments(sums, groups);

        Span<double> means = _featureBuffer.Take(_plan.Matched * groups);
        Span<double> totals = _totalBuffer.Take(2 * groups);
        Span<double> reciprocals = totals[..groups], after = totals[groups..];
        sums[..groups].CopyTo(after); // the first function is the constant 1
        for (int g = 0; g < groups; g++)
            reciprocals[g] = 1 / after[g];
        // The mean of 1 is 1, not 1 give or take a rounding error, which would let noise pick the first pivot.
        means[..groups].Fill(1);
        for (int f = 1; f < _plan.Matched; f++)
            Kernels.Multiply(means.Slice(f * groups, groups), sums.Slice(f * groups, groups), reciprocals);
        _tableau.Factorise(means, groups, groups, _plan.Matched, 0, _tolerance);
        // A group is points.Length / groups points: no need to go below the target. Those that stay can be the ones with a point less, though.
        _elimination.Run(_tableau, after, (int)((long)target * groups / points.Length));
        if (Members(after, points.Length) < target)
        {
            int fewest = points.Length / groups;
            sums[..groups].CopyTo(after);
            _elimination.Run(_tableau, after, (target + fewest - 1) / fewest);
        }
        Span<double> factors = after;
        Kernels.Multiply(factors, after, reciprocals);
        int left = 0;
        for (int first = 0; first < points.Length; first += groups)
        {
            int members = Math.Min(groups, points.Length - first);
            for (int g = 0; g < members; g++)
            {
                double scaled = weights[first + g] * factors[g];
                if (scaled > 0)
                {
                    points[left] = points[first + g];
                    weights[left] = scaled;
                    left++;
                }
            }
        }
        return left;
    }

    /// <summary>Points of the groups that have a weight; point i is in group i modulo their number.</summary>
    private static int Members(ReadOnlySpan<double> weights, int count)
    {
        int members = 0;
        for (int g = 0; g < weights.Length; g++)
        {
            if (weights[g] > 0)
                members += (count - g + weights.Length - 1) / weights.Length;
        }
        return members;
    }

    /// <summary>Eliminates points one by one down to the target. Returns the number of points left.</summary>
    private int ReduceSingles(ReadOnlySpan<double> rows, Span<int> points, Span<double> weights, int target, bool momentsKnown)
    {
        int left = points.Length;
        if (!momentsKnown)
        {
            Span<double> features = Evaluate(rows, points, _plan.Matched, out int stride);
            Span<double> moments = Sums;
            for (int f = 0; f < _plan.Matched; f++)
            {
                var sum = new CompensatedSum();
                for (int i = 0; i < points.Length; i++)
                    sum.AddProduct(weights[i], features[f * stride + i]);
                moments[f] = sum.Value;
            }
        }
        return _plan.Tries > 1 && left > target ? LeastOfSeveral(rows, points, weights, target) : Finish(rows, points, weights, target);
    }

    /// <summary>Gives up the watched functions, then points down to the target.</summary>
    private int Finish(ReadOnlySpan<double> rows, Span<int> points, Span<double> weights, int target)
    {
        int left = points.Length;
        if (_plan.Watched > 0 && left > _plan.Matched)
            left = Eliminate(rows, points, weights, target, _plan.Matched, 0);
        if (left > target)
            left = Eliminate(rows, points[..left], weights[..left], target, _plan.Constraints, _plan.Watched);
        return left;
    }

    /// <summary>
    /// Finishes several times, from the same points in other orders, and keeps the end with the least change of the watched functions. With one or a few of them it
    /// becomes many times smaller; with many, chance has nothing to offer.
    /// </summary>
    private int LeastOfSeveral(ReadOnlySpan<double> rows, Span<int> points, Span<double> weights, int target)
    {
        int count = points.Length;
        int[] startPoints = points.ToArray();
        double[] startWeights = weights.ToArray();
        int[] bestPoints = [];
        double[] bestWeights = [];
        double least = double.PositiveInfinity;
        var random = new SplitMix64(2);
        for (int attempt = 0; attempt < _plan.Tries; attempt++)
        {
            startPoints.CopyTo(points);
            startWeights.CopyTo(weights);
            int left = Finish(rows, points, weights, target);
            double change = Change(rows, points[..left], weights[..left]);
            if (change < least)
            {
                least = change;
                bestPoints = points[..left].ToArray();
                bestWeights = weights[..left].ToArray();
            }
            for (int i = count - 1; i > 0; i--)
            {
                int j = random.Below(i + 1);
                (startPoints[i], startPoints[j]) = (startPoints[j], startPoints[i]);
                (startWeights[i], startWeights[j]) = (startWeights[j], startWeights[i]);
            }
        }
        bestPoints.CopyTo(points);
        bestWeights.CopyTo(weights);
        return bestPoints.Length;
    }

    /// <summary>Sum of squares of the watched functions' changes.</summary>
    private double Change(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, ReadOnlySpan<double> weights)
    {
        Span<double> features = Evaluate(rows, points, _plan.Matched, out int stride);
        ReadOnlySpan<double> moments = Sums;
        double squares = 0;
        for (int f = _plan.Constraints; f < _plan.Matched; f++)
        {
            double change = -moments[f];
            for (int i = 0; i < points.Length; i++)
                change += weights[i] * features[f * stride + i];
            squares += change * change;
        }
        return squares;
    }

    private int Eliminate(ReadOnlySpan<double> rows, Span<int> points, Span<double> weights, int target, int matched, int watched)
    {
        Span<double> features = Evaluate(rows, points, matched + watched, out int stride);
        _tableau.Factorise(features, stride, points.Length, matched, watched, _tolerance);
        _elimination.Run(_tableau, weights, target);
        int left = 0;
        for (int i = 0; i < points.Length; i++)
        {
            if (weights[i] > 0)
            {
                points[left] = points[i];
                weights[left] = weights[i];
                left++;
            }
        }
        return left;
    }

    private Span<double> Evaluate(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int functions, out int stride)
    {
        stride = Kernels.Pad(points.Length);
        Span<double> features = _featureBuffer.Take(functions * stride);
        _features.Single(rows, points, functions, stride, features);
        return features;
    }

    private void SumMoments(ReadOnlySpan<double> sums, int groups)
    {
        Span<double> moments = Sums;
        for (int f = 0; f < _plan.Matched; f++)
        {
            var sum = new CompensatedSum();
            for (int g = 0; g < groups; g++)
                sum.Add(sums[f * groups + g]);
            moments[f] = sum.Value;
        }
    }

    private LeafResult Result(ReadOnlySpan<int> points, ReadOnlySpan<double> weights, ReadOnlySpan<int> index, double residual)
    {
        int[] kept = new int[points.Length];
        double[] keptWeights = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            kept[i] = index[points[i]];
            keptWeights[i] = Math.ScaleB(weights[i], _exponent);
        }
        return new LeafResult(kept, keptWeights, residual);
    }
}
