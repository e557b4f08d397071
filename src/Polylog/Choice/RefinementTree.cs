namespace Polylog;

/// <summary>
/// Chooses which regions become leaves and which order each gets, such that a number of points does the most: hp refinement.
/// </summary>
/// <remarks>
/// Errors of leaves add up as squares. What is minimised is the sum over the trial functions of the logarithm of their squared error, so that each counts by the
/// factor it gains, not by its size; about a solution this is a weighted sum of squares. For that sum plus lambda x points the best pruning of the tree is found
/// exactly, from the cells up (Chou, Lookabaugh, Gray, Optimal pruning with applications to tree-structured source coding and modeling, IEEE Trans. Inf. Theory 35, 1989);
/// lambda is then the least that stays within the points.
/// </remarks>
internal sealed class RefinementTree(int size, int functions, int threads)
{
    /// <summary>An error of which nothing but rounding is left.</summary>
    public const double Rounding = 1.05e-15;

    /// <summary>Squared relative error below which a gain is none: rounding in the sums that use the coreset is as large.</summary>
    private const double Floor = 1e-30;

    /// <summary>Weights and pruning settle within a few rounds.</summary>
    private const int Rounds = 4;

    /// <summary>What a round has to gain for another, as a part of the mean squared error.</summary>
    private const double WorthARound = 0.01;

    /// <summary>Points not spent, as a part of the size, that are not worth a search.</summary>
    private const int CloseEnough = 500;

    // Level by level from the cells up: the options and the least cost of each region.
    private readonly List<LeafOption[][]> _levels = [];
    private readonly List<double[]> _costs = [];
    private readonly List<LowerHull[]> _hulls = [];
    private double[] _weights = [];
    private double _least = double.PositiveInfinity;
    private List<LeafOption> _best = [];

    /// <summary>Adds the next level up: half as many regions as the last, each of two of those.</summary>
    /// <returns>
    /// The estimated error of this level alone, its regions sharing the points evenly and using them up: between two orders the errors are interpolated, so that
    /// levels can be compared however well their orders happen to fit.
    /// </returns>
    public double Add(LeafOption[][] regions)
    {
        _levels.Add(regions);
        _costs.Add(new double[regions.Length]);
        var even = new List<LeafOption>();
        double[] sums = new double[functions];
        int share = size / regions.Length;
        foreach (LeafOption[] options in regions)
        {
            int above = Array.FindIndex(options, option => option.Target > share);
            if (above == 0)
                return double.PositiveInfinity;
            LeafOption most = above < 0 ? options[^1] : options[above - 1];
            even.Add(most);
            // Keeping everything is no order to interpolate with.
            LeafOption more = above < 0 || options[above].Target == options[above].Region.Count ? most : options[above];
            double part = more.Target > most.Target ? Math.Log((double)share / most.Target) / Math.Log((double)more.Target / most.Target) : 0;
            for (int f = 0; f < functions; f++)
                sums[f] += Between(most.Errors[f], more.Errors[f], part);
        }
        Consider(even);
        return Math.Exp(sums.Average(sum => Math.Log(sum + Floor)) / 2);
    }

    /// <summary>Interpolates in logarithms; what is next to nothing beside the floor, however many regions there are, is nothing.</summary>
    private static double Between(double most, double more, double part)
    {
        const double Nothing = 1e-9 * Floor;
        if (part == 0 || most == more)
            return most;
        return Math.Exp((1 - part) * Math.Log(most + Nothing) + part * Math.Log(more + Nothing));
    }

    /// <summary>The best leaves.</summary>
    /// <returns>Together all regions; empty if not even the fewest points fit.</returns>
    public IReadOnlyList<LeafOption> Choose()
    {
        if (_weights.Length == 0)
        {
            _weights = new double[functions];
            Array.Fill(_weights, 1);
        }
        for (int round = 0; round < Rounds; round++)
        {
            _hulls.Clear();
            foreach (LeafOption[][] level in _levels)
            {
                var hulls = new LowerHull[level.Length];
                Parallel.For(0, level.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => hulls[i] = LowerHull.Of(level[i], _weights));
                _hulls.Add(hulls);
            }
            List<LeafOption>? leaves = Prune();
            if (leaves is null)
                break;
            double before = _least;
            if (!(Consider(leaves) < before - functions * WorthARound))
                break;
        }
        return _best;
    }

    /// <summary>Works out the objective, takes the leaves if they are the best so far, and goes on with the weights about them.</summary>
    private double Consider(List<LeafOption> leaves)
    {
        double[] sums = new double[functions];
        foreach (LeafOption leaf in leaves)
        {
            for (int f = 0; f < functions; f++)
                sums[f] += leaf.Errors[f];
        }
        double value = sums.Sum(sum => Math.Log(sum + Floor));
        double[] weights = [.. sums.Select(sum => 1 / (sum + Floor))];
        if (_weights.Length == 0 || value < _least)
            _weights = weights;
        if (value < _least)
            (_least, _best) = (value, leaves);
        return value;
    }

    /// <summary>Bisects lambda, in logarithms.</summary>
    private List<LeafOption>? Prune()
    {
        const double Low = -110, High = 90; // scores lie between Floor and 1 / Floor
        double low = Low, high = High;
        List<LeafOption>? within = null;
        while (high - low > 1e-3)
        {
            double middle = (low + high) / 2;
            (List<LeafOption> leaves, long points) = Pruned(Math.Exp(middle));
            if (points > size)
            {
                low = middle;
                continue;
            }
            within = leaves;
            high = middle;
            // The few points that are left go to all leaves.
            if (points >= size - size / CloseEnough)
                break;
        }
        return within;
    }

    private (List<LeafOption> Leaves, long Points) Pruned(double lambda)
    {
        for (int level = 0; level < _levels.Count; level++)
        {
            for (int region = 0; region < _levels[level].Length; region++)
                _costs[level][region] = Math.Min(Cost(Cheapest(level, region, lambda), lambda), Split(level, region));
        }
        var leaves = new List<LeafOption>();
        long points = 0;
        int top = _levels.Count - 1;
        for (int region = 0; region < _levels[top].Length; region++)
            Descend(top, region);
        return (leaves, points);

        void Descend(int level, int region)
        {
            LeafOption own = Cheapest(level, region, lambda);
            if (Cost(own, lambda) > _costs[level][region])
            {
                Descend(level - 1, 2 * region);
                Descend(level - 1, 2 * region + 1);
                return;
            }
            leaves.Add(own);
            points += own.Target;
        }
    }

    private LeafOption Cheapest(int level, int region, double lambda) => _hulls[level][region].Cheapest(lambda);

    private double Split(int level, int region) =>
        level == 0 ? double.PositiveInfinity : _costs[level - 1][2 * region] + _costs[level - 1][2 * region + 1];

    private static double Cost(LeafOption option, double lambda) => option.Score + lambda * option.Target;
}
