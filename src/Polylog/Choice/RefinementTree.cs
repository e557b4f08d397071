namespace Polylog;

/// <summary>
/// Chooses which regions become leaves, and the order of each, such that the given number of points leaves the smallest error: hp
/// refinement.
/// </summary>
/// <remarks>
/// Errors of leaves add up as squares. What is minimised is the sum over the trial functions of the logarithm of their squared error, so
/// that each counts by the factor it gains, not by its size; about a solution this is a weighted sum of squares. For that sum plus lambda x
/// points the best pruning of the tree is found exactly, from the cells up (Chou, Lookabaugh, Gray, Optimal pruning with applications to
/// tree-structured source coding and modeling, IEEE Trans. Inf. Theory 35, 1989); lambda is then the least that stays within the points.
/// </remarks>
internal sealed class RefinementTree(int size, int functions, int threads)
{
    /// <summary>An error that is nothing but rounding.</summary>
    public const double Rounding = 1.05e-15;

    /// <summary>Squared relative error below which a gain is none: rounding in the sums that use the coreset is as large.</summary>
    private const double Floor = 1e-30;

    /// <summary>Turns of weighting and pruning: both settle within a few.</summary>
    private const int Reweightings = 4;

    /// <summary>What a turn has to gain for another, as a part of the mean squared error.</summary>
    private const double WorthATurn = 0.01;

    /// <summary>Points not spent, as a part of the size, that are not worth a search.</summary>
    private const int CloseEnough = 500;

    // Level by level from the cells up, for each region: the options, and the best pruning below it for the price of the moment.
    private readonly List<LowerHull[]> _levels = [];
    private readonly List<Node[]> _nodes = [];
    private double[] _weights = [];
    private double _least = double.PositiveInfinity;
    private List<LeafOption> _best = [];

    /// <summary>Adds the next level up: half as many regions as the last, each of two of those.</summary>
    /// <returns>
    /// The estimated error of this level alone, its regions sharing the points evenly and using them up: between two orders the errors are
    /// interpolated, so that levels can be compared however well their orders happen to fit.
    /// </returns>
    public double Add(LeafOption[][] regions)
    {
        _levels.Add([.. regions.Select(options => new LowerHull(options))]);
        _nodes.Add(new Node[regions.Length]);
        var even = new List<LeafOption>();
        double[] sums = new double[functions];
        int share = size / regions.Length;
        foreach (LeafOption[] options in regions)
        {
            int above = Array.FindIndex(options, option => option.Keep > share);
            if (above == 0)
                return double.PositiveInfinity;
            LeafOption most = above < 0 ? options[^1] : options[above - 1];
            even.Add(most);
            // Keeping everything is no order to interpolate with.
            LeafOption more = above < 0 || options[above].Keep == options[above].Region.Count ? most : options[above];
            double part = more.Keep > most.Keep ? Math.Log((double)share / most.Keep) / Math.Log((double)more.Keep / most.Keep) : 0;
            ReadOnlySpan<double> least = more.Errors.Span, own = most.Errors.Span;
            for (int f = 0; f < functions; f++)
                sums[f] += Between(own[f], least[f], part);
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

    /// <summary>Estimated error of the best leaves so far: geometric mean over the trial functions.</summary>
    public double Error => Math.Exp(_least / functions / 2);

    /// <summary>The best leaves.</summary>
    /// <returns>Together all regions; empty if not even the fewest points fit.</returns>
    public IReadOnlyList<LeafOption> Choose()
    {
        if (_weights.Length == 0)
        {
            _weights = new double[functions];
            Array.Fill(_weights, 1);
        }
        for (int turn = 0; turn < Reweightings; turn++)
        {
            foreach (LowerHull[] level in _levels)
                ParallelLoop.For(0, level.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => level[i].Weigh(_weights));
            List<LeafOption>? leaves = Prune();
            if (leaves is null)
                break;
            double before = _least;
            if (!(Consider(leaves) < before - functions * WorthATurn))
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
            ReadOnlySpan<double> errors = leaf.Errors.Span;
            for (int f = 0; f < functions; f++)
                sums[f] += errors[f];
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
        double? within = null;
        while (high - low > 1e-3)
        {
            double middle = (low + high) / 2;
            long points = PointsAt(Math.Exp(middle));
            if (points > size)
            {
                low = middle;
                continue;
            }
            within = high = middle;
            // The few points that are left go to all leaves.
            if (points >= size - size / CloseEnough)
                break;
        }
        if (within is not { } best)
            return null;
        PointsAt(Math.Exp(best));
        var leaves = new List<LeafOption>();
        int top = _levels.Count - 1;
        for (int region = 0; region < _levels[top].Length; region++)
            Descend(top, region, leaves);
        return leaves;
    }

    /// <summary>Finds the best pruning for a price of a point, and the points it has.</summary>
    private long PointsAt(double lambda)
    {
        for (int level = 0; level < _levels.Count; level++)
        {
            Node[] nodes = _nodes[level];
            for (int region = 0; region < nodes.Length; region++)
            {
                LowerHull hull = _levels[level][region];
                int vertex = hull.Cheapest(lambda);
                double own = hull.Cost(vertex, lambda);
                nodes[region] = new Node(own, hull.Keep(vertex), vertex);
                if (level == 0)
                    continue;
                Node left = _nodes[level - 1][2 * region], right = _nodes[level - 1][2 * region + 1];
                if (own > left.Cost + right.Cost)
                    nodes[region] = new Node(left.Cost + right.Cost, left.Points + right.Points, Node.Split);
            }
        }
        return _nodes[^1].Sum(node => (long)node.Points);
    }

    private void Descend(int level, int region, List<LeafOption> leaves)
    {
        if (_nodes[level][region].Vertex != Node.Split)
        {
            leaves.Add(_levels[level][region].Option(_nodes[level][region].Vertex));
            return;
        }
        Descend(level - 1, 2 * region, leaves);
        Descend(level - 1, 2 * region + 1, leaves);
    }

    /// <summary>The best of a region and what is below it.</summary>
    /// <param name="Cost">What it costs, points included.</param>
    /// <param name="Points">Points to keep.</param>
    /// <param name="Vertex">The vertex it is.</param>
    private readonly record struct Node(double Cost, int Points, int Vertex)
    {
        /// <summary>In the place of a vertex: the halves cost less.</summary>
        public const int Split = -1;
    }
}
