namespace Polylog;

/// <summary>Compresses to a size. Unless an order is given, the orders of the leaves are chosen from the data, and tried.</summary>
/// <remarks>
/// A survey predicts the errors of smooth functions well, those of kinks and the effect of rounds less well, and errors near rounding not
/// at all. So where the leaves would differ in order, one order throughout is tried as well, and the result with the smaller errors on
/// random functions is taken. Large data are sampled for these trials: the best order depends on the size, hardly on the number of points.
/// </remarks>
/// <param name="problem">What is to be compressed.</param>
internal sealed class OrderTrials(CompressionProblem problem)
{
    /// <summary>Seed of the panel that candidates are compared on: another than that of the panels that judge a result.</summary>
    private const ulong PanelSeed = 0x13198A2E03707344;

    private readonly SweepSource _sweeps = new(problem);
    private LeafChooser? _chooser;

    /// <summary>The order of the best candidate after <see cref="Run"/>; null where it was planned leaf by leaf.</summary>
    public int? BestOrder { get; private set; }

    private LeafChooser Chooser => _chooser ??= new LeafChooser(problem);

    /// <summary>Compresses by every candidate, and takes the best.</summary>
    public Coreset Run()
    {
        int?[] candidates = Candidates();
        if (candidates.Length == 1)
        {
            BestOrder = candidates[0];
            return LeafSweep.Run(problem, SweepsOf(BestOrder));
        }
        Measure source = problem.Source;
        Func<Measure, double[]> errors = new RidgePanel(source.Dimension, seed: PanelSeed, use: problem.Options.Use)
            .Against(source, problem.Cancellation);
        int? rule = problem.Policy.OrderForKinks;
        Coreset? kept = null;
        double least = double.PositiveInfinity;
        for (int i = 0; i < candidates.Length; i++)
        {
            int? order = candidates[i];
            Coreset coreset = LeafSweep.Run(problem.Part(i, candidates.Length), SweepsOf(order));
            double score = LogError(errors(coreset.Points)) - (order is { } own && own == rule ? CompressionPolicy.RuleBonus : 0);
            // The planned orders are kept where the others do no better.
            if (coreset.Count <= problem.Size && (kept is null || score < least || (score == least && order is null)))
                (kept, least, BestOrder) = (coreset, score, order);
            if (least <= Math.Log(CompressionPolicy.ErrorFloor) + CompressionPolicy.NearFloor)
                break;
        }
        return kept ?? LeafSweep.Run(problem, SweepsOf(null));
    }

    /// <summary>The candidates in the order they are tried: an order throughout, or null for orders planned leaf by leaf.</summary>
    public int?[] Candidates()
    {
        if (problem.Options.Order is { } given)
            return [given];
        CompressionPolicy policy = problem.Policy;
        if (!policy.HasRivals)
            return [null];
        if (policy.SampleForTrials(problem.Source.WeightedCount) is { } size)
        {
            Measure sample = HashedSample.Draw(problem.Source, size);
            if (problem.Size >= sample.WeightedCount)
                return [null];
            var trials = new OrderTrials(problem.On(sample));
            trials.Run();
            return [trials.BestOrder];
        }
        if (Chooser.Chosen.Count == 0)
            return [null];
        (SweepPlan plan, int? commonOrder) = new SweepPlanner(problem).OfRegions(Chooser.Parts, Chooser.Chosen);
        int common = commonOrder ?? plan.Leaves.GroupBy(leaf => leaf.Order).MaxBy(group => group.Sum(leaf => leaf.KeepAfterRounds))!.Key;
        int[] rivals = policy.Rivals(common, isUniform: commonOrder is not null, differ: plan.Leaves.Any(leaf => leaf.Order != common));
        if (rivals.Length == 0)
            return [null];
        if (policy.OrderForKinks is { } lowest && problem.Matched.Dimension == 1 && Chooser.Promise < CompressionPolicy.WorthTrying)
            return [lowest];
        // The planned orders take the most time and do best for poles near the data: first where that counts, and last where they may not
        // be needed at all.
        return problem.Options.Effort == Effort.Thorough ? [null, .. rivals] : [.. rivals, null];
    }

    /// <summary>The sweeps of a candidate.</summary>
    /// <param name="order">The order throughout; null for orders planned leaf by leaf.</param>
    public IEnumerable<Sweep> SweepsOf(int? order) => order is { } one ? _sweeps.OfOrder(one) : _sweeps.OfChoice(Chooser);

    private static double LogError(double[] errors) => errors.Average(error => Math.Log(Math.Max(error, CompressionPolicy.ErrorFloor)));
}
