namespace Polylog;

/// <summary>Compresses to a size in leaves whose orders follow from the data.</summary>
/// <remarks>
/// A survey foresees what each leaf leaves of smooth functions well, rounds and kinks less so, and near rounding nothing. So where leaves would differ in order,
/// one order throughout is really tried beside them, and what does better on random functions stays. Large data are sampled for that: what does better depends
/// on the size, hardly on how many points it stands for.
/// </remarks>
/// <param name="measure">The measure as its user knows it.</param>
/// <param name="rows">The same with everything that is matched in its rows.</param>
/// <param name="options">The effort, the scale, the use and the progress.</param>
/// <param name="size">Points that stay.</param>
/// <param name="threads">Workers.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class OrderTrials(Measure measure, Measure rows, CompressionOptions options, int size, int threads, CancellationToken cancellation)
{
    /// <summary>More points than this, and more than so many times the size, are sampled to try orders on.</summary>
    private const int SampleCount = 200_000;

    private const int SampleTimesSize = 10;

    /// <summary>Points that a polynomial has where there is a choice of points.</summary>
    private const int Room = 4;

    /// <summary>Apart from the panels that judge a result.</summary>
    private const ulong PanelSeed = 0x13198A2E03707344;

    /// <summary>What a rule that held wherever it was measured counts beside the chance that is in a panel's errors, in logarithms.</summary>
    private const double Lead = 0.35;

    /// <summary>Errors below it are rounding, or as good as that: then what was planned stays, since it was planned for poles near the data as well.</summary>
    private const double Floor = 1e-15;

    /// <summary>So near to the floor, in logarithms, there is next to nothing to gain.</summary>
    private const double Tie = 0.4;

    /// <summary>
    /// Gain a plan has to promise for kinks on a line: on even points it promises 1.2 to 2.7 and differs from the lowest order by chance alone; on uneven ones 8 to a million, of which some comes true.
    /// </summary>
    private const double WorthTrying = 4;

    /// <summary>Points the measure stands for: more than it has where it is a sample.</summary>
    private int Points { get; init; } = measure.WeightedCount;

    /// <summary>
    /// Whether one order throughout may do better than the plan. Not where a target's noise or steps decide, since there are no rounds then; not for other targets but in the plane; and not on a line but for
    /// kinks, where errors soon are rounding, and a survey sees all there is.
    /// </summary>
    private bool HasRivals => measure.Matched.Dimension switch
    {
        1 => options.Use == Use.Kinked && measure.Matched.Factors == 0,
        2 => !FunctionPlan.WantsEvenWeights(measure.Matched, size, options),
        _ => measure.Matched.Factors == 0,
    };

    /// <summary>Compresses.</summary>
    public Coreset Run()
    {
        if (!HasRivals)
            return Planned(Chooser());
        long sample = Math.Max(SampleCount, SampleTimesSize * (long)size);
        if (measure.WeightedCount <= 2 * sample)
            return Tried(out _);
        Measure drawn = HashedSample.Draw(measure, (int)sample);
        if (size >= drawn.WeightedCount)
            return Planned(Chooser());
        new OrderTrials(drawn, drawn.WithMatchedColumns(), options with { Progress = null }, size, threads, cancellation) { Points = Points }.Tried(out int? order);
        return order is { } one ? Even(options, one) : Planned(Chooser());
    }

    /// <summary>The best of what was tried.</summary>
    /// <param name="best">Its order where it has one throughout.</param>
    private Coreset Tried(out int? best)
    {
        LeafChooser chooser = Chooser();
        int? rule = options.Use == Use.Kinked ? FirstForKinks(chooser.LowestOrder) : null;
        int[] others = Others(chooser, rule);
        best = null;
        if (others.Length == 0)
            return Planned(chooser);
        if (rule is { } lowest && measure.Matched.Dimension == 1 && chooser.Promise < WorthTrying)
        {
            best = lowest;
            return Even(options, lowest);
        }
        // What is planned takes the most time and does best for poles near the data: first where that is what counts, and last where it may not be needed at all.
        int?[] candidates = options.Effort == Effort.Thorough ? [null, .. others] : [.. others, null];
        Func<Measure, double[]> errors = new RidgePanel(measure.Dimension, seed: PanelSeed, use: options.Use).Against(measure, momentOrder: 1, directions: 0, progress: null, cancellation);
        Coreset? kept = null;
        double least = double.PositiveInfinity;
        for (int i = 0; i < candidates.Length; i++)
        {
            CompressionOptions part = Part(i, candidates.Length);
            Coreset coreset = candidates[i] is { } order ? Even(part, order) : Planned(chooser, part);
            double score = Score(errors, coreset) - (candidates[i] is { } own && own == rule ? Lead : 0);
            // What is planned is kept where the others do no better.
            if (coreset.Count <= size && (kept is null || score < least || (score == least && candidates[i] is null)))
                (kept, least, best) = (coreset, score, candidates[i]);
            if (least <= Math.Log(Floor) + Tie)
                break;
        }
        return kept ?? Planned(chooser);
    }

    private static double Score(Func<Measure, double[]> errors, Coreset coreset) => errors(coreset.ToMeasure()).Average(error => Math.Log(Math.Max(error, Floor)));

    /// <summary>Orders that are tried throughout.</summary>
    private int[] Others(LeafChooser chooser, int? rule)
    {
        IReadOnlyList<LeafPlan> leaves = chooser.Leaves;
        if (leaves.Count == 0)
            return [];
        int common = chooser.CommonOrder ?? leaves.GroupBy(leaf => leaf.Order).MaxBy(group => group.Sum(leaf => leaf.Final))!.Key;
        var orders = new List<int>();
        // Leaves of one order in one pass are what that order throughout would be; for kinks low orders are all alike; and of targets the losses were what the survey tried.
        if (chooser.CommonOrder is null && rule is null && measure.Matched.Factors == 0 && (leaves.Any(leaf => leaf.Order != common) || HasRounds(common)))
            orders.Add(common);
        if ((options.Use == Use.Kinked ? rule : Roomy(common)) is { } other && other != common)
            orders.Add(other);
        return [.. orders];
    }

    private bool HasRounds(int order) => RoundPlan.For(measure.Matched, order, size, options.Effort).IsAny;

    /// <summary>
    /// A lower order in the plane, where the chosen one leaves hardly a choice of points: smooth functions lose little with it, steep and kinked ones gain. In more dimensions
    /// orders are low anyway; and thorough effort is for poles near the data, which ask for all the order there can be.
    /// </summary>
    private int? Roomy(int common)
    {
        if (measure.Matched.Dimension != 2 || options.Effort == Effort.Thorough)
            return null;
        int order = Math.Max(1, Moments.HighestOrder(measure.Matched.Dimension, Math.Max(1, size / Room)));
        return order < common && HasRounds(order) ? order : null;
    }

    /// <summary>
    /// The order that kinks gain most from, as a rule: the lowest that rounds follow, since they blur the borders of leaves, which are what a kink sees; in one dimension the lowest of all.
    /// </summary>
    private int? FirstForKinks(int lowest)
    {
        if (measure.Matched.Dimension == 1)
            return lowest;
        for (int order = lowest; measure.Matched.Count(order) <= size && order <= LeafChooser.MaxOrder; order++)
        {
            if (HasRounds(order))
                return order;
        }
        return null;
    }

    private LeafChooser Chooser() => new(rows, measure.Matched, options, size, DenseBudget.Functions(options.Effort, size, Points), threads, cancellation);

    private Coreset Planned(LeafChooser chooser, CompressionOptions? own = null)
    {
        own ??= options;
        if (chooser.CommonOrder is { } common)
        {
            Coreset thinned = new FixedOrder(measure, rows, own, size, threads, cancellation).InRounds(common, RoundPlan.For(measure.Matched, common, size, options.Effort));
            if (thinned.Count <= size)
                return thinned;
        }
        if (chooser.Leaves.Count > 0)
        {
            var basis = new FunctionBasis(measure.Matched, chooser.HighestOrder);
            Coreset coreset = new LeafSweep(measure, rows, chooser.Parts, basis, own, threads).Run(chooser.Leaves, chooser.LowestOrder, cancellation);
            if (coreset.Count <= size)
                return coreset;
        }
        // The survey saw a sample, and data can have more to them than that: leaves of one order are sure to fit.
        return Even(own, chooser.LowestOrder);
    }

    private Coreset Even(CompressionOptions own, int order) => new FixedOrder(measure, rows, own, size, threads, cancellation).Run(order);

    /// <summary>The options, with a part of the progress.</summary>
    private CompressionOptions Part(int part, int parts) => options with { Progress = ScaledProgress.Of(options.Progress, (double)part / parts, 1.0 / parts) };
}
