namespace Polylog;

/// <summary>Chooses the leaves and their orders from a survey of the data.</summary>
/// <remarks>
/// The data are bisected into cells. A region is a run of cells that the bisection passed through. Regions are surveyed from the cells up,
/// for as long as larger regions promise a smaller error. Then <see cref="RefinementTree"/> chooses which regions become leaves.
/// </remarks>
internal sealed class LeafChooser
{
    /// <summary>Functions a survey projects on at most: beyond, residuals are extrapolated.</summary>
    private const int SurveyedFunctions = 300;

    /// <summary>Relative gain that makes a level worth having gone up to.</summary>
    private const double WorthGoingOn = 0.97;

    /// <summary>Levels whose leaves have no higher order are always surveyed: they cost next to nothing.</summary>
    private const int CheapOrder = 4;

    private readonly CompressionProblem _problem;

    /// <summary>Surveys and chooses.</summary>
    /// <param name="problem">What is to be compressed.</param>
    public LeafChooser(CompressionProblem problem)
    {
        _problem = problem;
        MatchedColumns matched = problem.Matched;
        int cells = (int)Math.Min(problem.Size / matched.Count(problem.Policy.LowestOrder), problem.Rows.WeightedCount / 2);
        int depth = Math.Max(0, (int)Math.Log2(Math.Max(1, cells)));
        Parts = Bisection.Split(problem.Rows, problem.Partition(1 << depth, problem.Size), problem.Threads, problem.Cancellation);
        Chosen = Choose(depth);
    }

    /// <summary>The partition the regions are runs of.</summary>
    public Bisection Parts { get; }

    /// <summary>The regions that become leaves, each with its order; none where the survey could not tell.</summary>
    public IReadOnlyList<LeafOption> Chosen { get; }

    /// <summary>Estimated error of even leaves over that of the chosen leaves, at least 1.</summary>
    public double Promise { get; private set; }

    private IReadOnlyList<LeafOption> Choose(int depth)
    {
        int size = _problem.Size;
        var trials = TrialFunctions.Draw(_problem);
        int surveyed = Order(Math.Min(_problem.Policy.MostFunctionsOfALeaf, SurveyedFunctions));
        var survey = new Survey(_problem, Parts, new FunctionBasis(_problem.Matched, surveyed), trials);
        var tree = new RefinementTree(size, trials.Count, _problem.Threads);
        OptionTable? table = null;
        double before = double.PositiveInfinity;
        for (int level = depth; level >= 0; level--)
        {
            int share = size >> level;
            int order = Math.Min(surveyed, Order(share + share / 4));
            RegionEstimate[] regions = survey.Level(level, order);
            table ??= new OptionTable(_problem, trials, Magnitudes(regions, trials.Count));
            var options = new LeafOption[regions.Length][];
            ParallelLoop.For(0, regions.Length, _problem.Parallel, i => options[i] = table.OptionsOf(regions[i], level));
            double error = tree.Add(options);
            if (order > CheapOrder && (!(error < WorthGoingOn * before) || error <= RefinementTree.Rounding))
                break;
            before = Math.Min(before, error);
        }
        IReadOnlyList<LeafOption> chosen = tree.Choose();
        Promise = Math.Max(1, before / tree.Error);
        return chosen;
    }

    private int Order(int functions) => Math.Clamp(_problem.Matched.HighestOrder(Math.Max(1, functions)), 1, CompressionPolicy.MaxOrder);

    private static double[] Magnitudes(RegionEstimate[] regions, int functions)
    {
        double[] magnitudes = new double[functions];
        foreach (RegionEstimate region in regions)
        {
            for (int f = 0; f < functions; f++)
                magnitudes[f] += region.Weight * region.Magnitudes[f];
        }
        return magnitudes;
    }
}
