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
    private readonly List<Trial> _tried = [];
    private LeafChooser? _chooser;

    /// <summary>The best candidate after <see cref="Run"/>.</summary>
    public Candidate Best { get; private set; }

    private LeafChooser Chooser => _chooser ??= new LeafChooser(problem);

    /// <summary>Compresses by every candidate, and takes the best.</summary>
    public Coreset Run()
    {
        Coreset coreset = Tried();
        coreset.Trials = [.. _tried.Select(trial => trial with { IsTaken = trial.Name == Best.ToString() })];
        return coreset;
    }

    private Coreset Tried()
    {
        Candidate[] candidates = Candidates();
        if (candidates.Length == 1)
        {
            Best = candidates[0];
            return LeafSweep.Run(problem, SweepsOf(Best));
        }
        Measure source = problem.Source;
        Func<Measure, double[]> errors = new RidgePanel(source.Dimension, seed: PanelSeed, use: problem.Options.Use)
            .Against(source, problem.Cancellation);
        int? rule = problem.Policy.OrderForKinks;
        Coreset? kept = null;
        double least = double.PositiveInfinity;
        for (int i = 0; i < candidates.Length; i++)
        {
            Candidate candidate = candidates[i];
            Coreset coreset = LeafSweep.Run(problem.Part(i, candidates.Length), SweepsOf(candidate));
            double error = LogError(errors(coreset.Points));
            _tried.Add(new Trial(candidate.ToString(), Math.Exp(error), source.WeightedCount, IsTaken: false));
            double score = error
                - (candidate.Order is { } own && own == rule ? CompressionPolicy.RuleBonus : 0);
            // The planned orders are kept where the others do no better.
            if (coreset.Count <= problem.Size && (kept is null || score < least || (score == least && candidate == Candidate.Planned)))
                (kept, least, Best) = (coreset, score, candidate);
            if (least <= Math.Log(CompressionPolicy.ErrorFloor) + CompressionPolicy.NearFloor)
                break;
        }
        return kept ?? LeafSweep.Run(problem, SweepsOf(Candidate.Planned));
    }

    /// <summary>The candidates in the order they are tried.</summary>
    public Candidate[] Candidates()
    {
        CompressionPolicy policy = problem.Policy;
        if (policy.IsEven)
            return [Candidate.Even];
        if (problem.Options.Order is { } given)
            return [new Candidate(given)];
        if (!policy.HasRivals && !policy.MayBeEven)
            return [Candidate.Planned];
        if (policy.SampleForTrials(problem.Source.WeightedCount) is { } size)
        {
            Measure sample = HashedSample.Draw(problem.Source, size);
            if (problem.Size >= sample.WeightedCount)
                return [Candidate.Planned];
            var trials = new OrderTrials(problem.On(sample));
            trials.Run();
            _tried.AddRange(trials._tried);
            return [trials.Best];
        }
        return policy.MayBeEven ? [.. Polynomials(), Candidate.Even] : Polynomials();
    }

    private Candidate[] Polynomials()
    {
        CompressionPolicy policy = problem.Policy;
        if (!policy.HasRivals || Chooser.Chosen.Count == 0)
            return [Candidate.Planned];
        (SweepPlan plan, int? commonOrder) = new SweepPlanner(problem).OfRegions(Chooser.Parts, Chooser.Chosen);
        int common = commonOrder ?? plan.Leaves.GroupBy(leaf => leaf.Order).MaxBy(group => group.Sum(leaf => leaf.KeepAfterRounds))!.Key;
        int[] rivals = policy.Rivals(common, isUniform: commonOrder is not null, differ: plan.Leaves.Any(leaf => leaf.Order != common));
        if (rivals.Length == 0)
            return [Candidate.Planned];
        if (policy.OrderForKinks is { } lowest && problem.Matched.Dimension == 1 && Chooser.Promise < CompressionPolicy.WorthTrying)
            return [new Candidate(lowest)];
        // The planned orders take the most time and do best for poles near the data: first where that counts, and last where they may not
        // be needed at all.
        Candidate[] throughout = [.. rivals.Select(order => new Candidate(order))];
        return problem.Options.Effort == Effort.Thorough ? [Candidate.Planned, .. throughout] : [.. throughout, Candidate.Planned];
    }

    /// <summary>The sweeps of a candidate.</summary>
    /// <param name="candidate">The candidate.</param>
    public IEnumerable<Sweep> SweepsOf(Candidate candidate) => candidate.IsEven ? _sweeps.OfEvenWeights()
        : candidate.Order is { } one ? _sweeps.OfOrder(one) : _sweeps.OfChoice(Chooser);

    private static double LogError(double[] errors) => errors.Average(error => Math.Log(Math.Max(error, CompressionPolicy.ErrorFloor)));
}
