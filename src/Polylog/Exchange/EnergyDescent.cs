namespace Polylog;

/// <summary>
/// Exchanges kept points of a leaf for other points. Every matched sum stays the same, and the energy of the difference between the leaf
/// and its kept points falls with each exchange.
/// </summary>
/// <remarks>
/// <para>
/// Many sets of points have the same moments as the leaf. For polynomials they are all equally good. For functions with kinks and steps,
/// and for sums of a target's noise times a function, they are not. <see cref="EnergyKernel"/> measures both errors. They are smallest for
/// well-spread points whose targets lie near the trend.
/// </para>
/// <para>
/// The simplex method with a convex quadratic in the place of a linear cost: along the null vector of a point that is not basic, to the
/// first basic weight that reaches zero (or, for points kept beyond the basic ones, to the least energy); the best step of all is taken,
/// until no step lowers the energy. The slope and the curvature of the energy along each null vector are updated like its entries, so a
/// step costs a few points x rank multiply-adds. Further descents start after a number of random steps, and the result with the least
/// energy is taken.
/// </para>
/// </remarks>
internal sealed partial class EnergyDescent
{
    /// <summary>Size of the sample of points that represents the leaf.</summary>
    public const int MaxSample = 1024;

    /// <summary>Number of candidates: points that may be kept.</summary>
    private const int MaxCandidates = 512;

    /// <summary>Multiply-adds for each descent: when those of all are spent no other begins.</summary>
    private const long WorkADescent = 1_000_000;

    /// <summary>A gain of energy below this part of its largest terms is rounding.</summary>
    private const double LeastGain = 1e-9;

    /// <summary>A basic weight below this part of the mean is zero up to rounding.</summary>
    private const double LeastWeight = 1e-12;

    /// <summary>Pivots below this make errors grow.</summary>
    private const double LeastPivot = 1e-3;

    /// <summary>Steps that are not for gain avoid even moderate growth.</summary>
    private const double SafePivot = 0.1;

    /// <summary>Steps of a descent: a bound that is hardly ever met.</summary>
    private const int MaxSteps = 1000;

    private readonly EnergyKernel _kernel = new();
    private readonly AlignedBuffer _featureBuffer = new();
    private readonly AlignedBuffer _vectorBuffer = new();
    private readonly AlignedBuffer _basicBuffer = new();
    private readonly AlignedBuffer _alongBuffer = new();
    private readonly Snapshot _start = new();
    private int[] _points = [];
    private double[] _pointWeights = [];
    private int[] _basic = [];
    private int[] _free = [];
    private double[] _freeWeights = [];
    private double[] _slopes = [];
    private double[] _curvatures = [];
    private bool[] _barred = [];
    private double[] _products = [];
    private int _rank;
    private int _frees;
    private int _stride;
    private int _kept;
    private int _target;
    private double _floor;
    private long _work;

    private Span<double> Vectors => _vectorBuffer.Take(_frees * _stride);

    private Span<double> BasicWeights => _basicBuffer.Take(3 * _stride)[.._stride];

    private Span<double> Reciprocals => _basicBuffer.Take(3 * _stride).Slice(_stride, _stride);

    private Span<double> AlongBasic => _basicBuffer.Take(3 * _stride)[(2 * _stride)..];

    /// <summary>Exchanges points.</summary>
    /// <param name="features">The leaf's features.</param>
    /// <param name="tableau">To be used.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="tolerance">Size below which a function counts as dependent on others.</param>
    /// <param name="points">IN/OUT, the kept points; room for <paramref name="target"/> of them.</param>
    /// <param name="weights">IN/OUT, their weights.</param>
    /// <param name="kept">How many they are.</param>
    /// <param name="target">How many may be kept.</param>
    /// <param name="descents">How many are tried at most.</param>
    /// <returns>How many are kept now. Nothing changes where the kept points do not span the functions: other points could not be written
    /// in terms of them.</returns>
    public int Run(LeafFeatures features, Tableau tableau, LeafInput leaf, double tolerance, Span<int> points, Span<double> weights,
        int kept, int target, int descents)
    {
        int candidates = Collect(leaf, points[..kept]);
        if (candidates <= kept || kept < leaf.Functions)
            return kept;
        int stride = Kernels.Pad(candidates);
        Span<double> matrix = _featureBuffer.Take(leaf.Functions * stride);
        features.Single(leaf.Rows, _points.AsSpan(0, candidates), leaf.Functions, stride, matrix);
        tableau.Factorise(matrix, stride, kept, leaf.Functions, 0, tolerance);
        if (tableau.Rank < leaf.Functions)
            return kept;
        _target = target;
        Load(tableau, weights[..kept], candidates);
        double scale = 0;
        for (int b = 0; b < _rank; b++)
            scale += BasicWeights[b] * Math.Abs(_kernel.Potential(_basic[b]));
        return Descend(LeastGain * scale, points, weights, descents);
    }

    /// <summary>Lists the kept points, the other candidates and the rest of the sample. Returns the number of candidates.</summary>
    private int Collect(LeafInput leaf, ReadOnlySpan<int> kept)
    {
        int most = kept.Length + leaf.Sample.Length;
        if (_points.Length < most)
        {
            _points = new int[most];
            _pointWeights = new double[most];
        }
        var own = new Dictionary<int, int>(kept.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            _points[i] = kept[i];
            _pointWeights[i] = 0;
            own.Add(kept[i], i);
        }
        int count = kept.Length;
        foreach (int point in leaf.Sample)
        {
            if (!own.TryGetValue(point, out int place))
                place = count++;
            _points[place] = point;
            _pointWeights[place] = leaf.Weights[point];
        }
        // The sample stands for all points.
        double sampled = 0, total = 0;
        for (int i = 0; i < count; i++)
            sampled += _pointWeights[i];
        foreach (double weight in leaf.Weights)
            total += weight;
        for (int i = 0; i < count; i++)
            _pointWeights[i] *= total / sampled;
        int candidates = Math.Min(count, Math.Max(MaxCandidates, kept.Length));
        _kernel.Fill(leaf.Rows, leaf.Matched, _points.AsSpan(0, count), _pointWeights.AsSpan(0, count), candidates);
        return candidates;
    }

    private void Load(Tableau tableau, ReadOnlySpan<double> weights, int candidates)
    {
        _rank = tableau.Rank;
        _frees = candidates - _rank;
        _stride = Kernels.Pad(_rank);
        _kept = weights.Length;
        if (_free.Length < candidates)
        {
            _basic = new int[candidates];
            _free = new int[candidates];
            _freeWeights = new double[candidates];
            _slopes = new double[candidates];
            _curvatures = new double[candidates];
            _barred = new bool[candidates];
        }
        Span<double> vectors = Vectors;
        vectors.Clear();
        _basicBuffer.Take(3 * _stride).Clear();
        double total = 0;
        for (int b = 0; b < _rank; b++)
        {
            _basic[b] = tableau.Columns[b];
            BasicWeights[b] = weights[_basic[b]];
            total += BasicWeights[b];
            ReadOnlySpan<double> row = tableau.Row(b).Slice(_rank, _frees);
            for (int j = 0; j < _frees; j++)
                vectors[j * _stride + b] = row[j];
        }
        for (int j = 0; j < _frees; j++)
        {
            int position = _rank + j;
            _free[j] = position < weights.Length ? tableau.Columns[position] : position;
            _freeWeights[j] = position < weights.Length ? weights[_free[j]] : 0;
        }
        _floor = LeastWeight * total / Math.Max(1, _rank);
        Array.Clear(_barred, 0, _frees);
        _work = 0;
        Price(candidates);
    }

    /// <summary>Slope and curvature of the energy along every null vector.</summary>
    private void Price(int candidates)
    {
        double[] gradient = new double[Kernels.Pad(candidates)];
        for (int i = 0; i < candidates; i++)
            gradient[i] = -_kernel.Potential(i);
        for (int b = 0; b < _rank; b++)
            Kernels.SubtractScaled(gradient, -BasicWeights[b], _kernel.Row(_basic[b]));
        for (int j = 0; j < _frees; j++)
        {
            if (_freeWeights[j] > 0)
                Kernels.SubtractScaled(gradient, -_freeWeights[j], _kernel.Row(_free[j]));
        }
        // The basic points' energies with each other, a row for each.
        double[] own = new double[_rank * _stride];
        double[] basicGradient = new double[_stride];
        double[] along = new double[_stride];
        for (int b = 0; b < _rank; b++)
        {
            ReadOnlySpan<double> row = _kernel.Row(_basic[b]);
            basicGradient[b] = gradient[_basic[b]];
            for (int c = 0; c < _rank; c++)
                own[b * _stride + c] = row[_basic[c]];
        }
        for (int j = 0; j < _frees; j++)
        {
            ReadOnlySpan<double> vector = Vectors.Slice(j * _stride, _stride);
            ReadOnlySpan<double> row = _kernel.Row(_free[j]);
            for (int b = 0; b < _rank; b++)
                along[b] = -2 * row[_basic[b]];
            for (int b = 0; b < _rank; b++)
                Kernels.SubtractScaled(along, -vector[b], own.AsSpan(b * _stride, _stride));
            _slopes[j] = gradient[_free[j]] - Kernels.DotAndSquare(vector, basicGradient).Dot;
            _curvatures[j] = Kernels.DotAndSquare(vector, along).Dot;
        }
        _work += (long)_rank * _rank * _frees;
    }

    private int Descend(double leastGain, Span<int> points, Span<double> weights, int descents)
    {
        var random = new SplitMix64(3);
        double energy = 0, least = double.PositiveInfinity;
        int kept = _kept;
        _start.Save(this);
        for (int descent = 0; descent < descents && (descent == 0 || _work < descents * WorkADescent); descent++)
        {
            if (descent > 0)
            {
                _start.Restore(this);
                energy = Kick(ref random);
            }
            int steps = 0;
            for (bool moved = true; moved && steps < MaxSteps; steps++)
            {
                SetReciprocals();
                Step step = Best(-leastGain);
                moved = step.Free >= 0;
                energy += moved ? Take(step, LeastPivot) : 0;
            }
            if (!(energy < least - leastGain))
                continue;
            least = energy;
            kept = Write(points, weights);
        }
        return kept;
    }

    /// <summary>Random exchanges, as many as make a new start. Returns the change of the energy.</summary>
    private double Kick(ref SplitMix64 random)
    {
        double energy = 0;
        for (int kick = 0; kick < 2 * _rank; kick++)
        {
            SetReciprocals();
            Step step = Entering(random.Below(_frees));
            if (step.Enters)
                energy += Take(step, SafePivot);
        }
        return energy;
    }

    private int Write(Span<int> points, Span<double> weights)
    {
        int kept = 0;
        for (int b = 0; b < _rank; b++)
            Add(_basic[b], BasicWeights[b], points, weights);
        for (int j = 0; j < _frees; j++)
            Add(_free[j], _freeWeights[j], points, weights);
        return kept;

        void Add(int candidate, double weight, Span<int> points, Span<double> weights)
        {
            if (weight > 0)
            {
                points[kept] = _points[candidate];
                weights[kept++] = weight;
            }
        }
    }
}
