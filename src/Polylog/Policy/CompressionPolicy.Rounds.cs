namespace Polylog;

/// <content>Rounds after the first pass, and trials of several orders.</content>
internal sealed partial class CompressionPolicy
{
    // ---- Rounds ----

    /// <summary>Below so many functions watching the next order does as much for less; measured at dimensions 2 to 5.</summary>
    private const int LeastFunctionsOfRounds = 64;

    /// <summary>Beyond three times the size nothing more is gained.</summary>
    private const double MaxStart = 3;

    /// <summary>What is always afforded: with coarse steps half of the first pass's work at most.</summary>
    private const double LeastStart = 2;

    private const double FineStep = 0.1;
    private const double CoarseStep = 0.15;

    /// <summary>
    /// Flops of a ball: its elimination and back substitution, for each function squared and point it loses, times the step.
    /// </summary>
    private const double FlopsPerBall = 2.2;

    /// <summary>Flops that rounds may cost with balanced effort, however small the first pass: some tenths of a second.</summary>
    private const double BalancedFlops = 4e9;

    /// <summary>Flops beyond which thorough effort takes coarse steps too: some seconds.</summary>
    private const double ThoroughFlops = 4e10;

    /// <summary>
    /// With fewer points than this for each function balls are nearly as large as the whole: watching the next order does more where that
    /// has few functions.
    /// </summary>
    private const double Crowded = 1.5;

    /// <summary>
    /// With so many points for each function, in several leaves, rounds over their borders do more than watching inside of them.
    /// </summary>
    private const int RoomyForRounds = 3;

    /// <summary>The rounds that may follow the first pass.</summary>
    /// <param name="order">Order up to which moments are matched.</param>
    public RoundPlan Rounds(int order)
    {
        long functions = matched.Count(order);
        if (options.Effort == Effort.Fast || functions < LeastFunctionsOfRounds || functions > size)
            return RoundPlan.None;
        long next = matched.Count(order + 1) - functions;
        if (size < Crowded * functions && 2 * next <= functions)
            return RoundPlan.None;
        double perPoint = FlopsPerBall * functions * functions;
        double finest = (MaxStart - 1) * size * perPoint / FineStep;
        if (options.Effort == Effort.Thorough)
            return new RoundPlan(MaxStart, finest <= ThoroughFlops ? FineStep : CoarseStep);
        if (finest <= BalancedFlops)
            return new RoundPlan(MaxStart, FineStep);
        return new RoundPlan(Math.Clamp(1 + BalancedFlops / (size * perPoint / CoarseStep), LeastStart, MaxStart), CoarseStep);
    }

    /// <summary>Whether rounds may follow the first pass of an order.</summary>
    /// <param name="order">The order.</param>
    public bool HasRounds(int order) => Rounds(order).IsAny;

    /// <summary>Whether rounds do more than watching the next order inside of leaves.</summary>
    /// <param name="order">Order of the leaves.</param>
    /// <param name="keep">Points that all leaves of the order keep together.</param>
    public bool RoundsBeatWatching(int order, int keep) => keep >= RoomyForRounds * matched.Count(order);

    // ---- Trials of several orders ----

    /// <summary>More points than this, and more than so many times the size, are sampled to try orders on.</summary>
    private const int SampleCount = 200_000;

    private const int SampleTimesSize = 10;

    /// <summary>Points that a polynomial has where there is a choice of points.</summary>
    private const int PointsOfChoice = 4;

    /// <summary>
    /// Gain a plan has to promise for kinks on a line to be tried: on even points it promises 1.2 to 2.7 and differs from the lowest order
    /// by chance alone; on uneven ones 8 to a million, of which some comes true.
    /// </summary>
    public const double WorthTrying = 4;

    /// <summary>
    /// Bonus, in log error, for the order given by <see cref="OrderForKinks"/>: panel errors are noisy, and the rule held wherever it was
    /// measured.
    /// </summary>
    public const double RuleBonus = 0.35;

    /// <summary>Errors below it are rounding: then the planned orders stay, which were chosen for poles near the data as well.</summary>
    public const double ErrorFloor = 1e-15;

    /// <summary>So near to the floor, in log error, there is next to nothing to gain.</summary>
    public const double NearFloor = 0.4;

    /// <summary>
    /// Whether one order throughout may do better than the planned orders. Not with a target in more than two dimensions; not where a
    /// target's noise or steps decide, since there are no rounds then; and on a line only for kinks: otherwise errors soon are rounding
    /// there, and a survey sees all there is.
    /// </summary>
    public bool HasRivals => matched.Dimension switch
    {
        1 => options.Use == Use.Kinked && matched.Factors == 0,
        2 => !WantsEvenWeights,
        _ => matched.Factors == 0,
    };

    /// <summary>Points of a sample that orders are tried on; null where all points are few enough.</summary>
    /// <param name="count">Points there are.</param>
    public int? SampleForTrials(int count)
    {
        long sample = Math.Max(SampleCount, SampleTimesSize * (long)size);
        return count <= 2 * sample ? null : (int)sample;
    }

    /// <summary>
    /// The order that kinks gain most from, as a rule: the lowest that rounds follow, since rounds blur the borders of leaves, which are
    /// what a kink sees; in one dimension the lowest of all. Null for other uses, and where no order has rounds.
    /// </summary>
    public int? OrderForKinks
    {
        get
        {
            if (options.Use != Use.Kinked)
                return null;
            if (matched.Dimension == 1)
                return LowestOrder;
            for (int order = LowestOrder; matched.Count(order) <= size && order <= MaxOrder; order++)
            {
                if (HasRounds(order))
                    return order;
            }
            return null;
        }
    }

    /// <summary>Orders to try throughout, beside the planned ones.</summary>
    /// <param name="common">The order that most points were planned for.</param>
    /// <param name="isUniform">Whether rounds over all leaves are planned: then <paramref name="common"/> throughout is the plan
    /// itself.</param>
    /// <param name="differ">Whether leaves were planned with different orders.</param>
    public int[] Rivals(int common, bool isUniform, bool differ)
    {
        var orders = new List<int>();
        // Leaves of one order in one pass are what that order throughout would be; for kinks low orders are all alike; and of targets the
        // losses were what the survey tried.
        if (!isUniform && OrderForKinks is null && matched.Factors == 0 && (differ || HasRounds(common)))
            orders.Add(common);
        if ((options.Use == Use.Kinked ? OrderForKinks : RoomyOrder(common)) is { } other && other != common)
            orders.Add(other);
        return [.. orders];
    }

    /// <summary>
    /// A lower order in the plane, where the planned one leaves hardly a choice of points: smooth functions lose little with it, steep and
    /// kinked ones gain. In more dimensions orders are low anyway; and thorough effort is for poles near the data, which ask for all the
    /// order there can be.
    /// </summary>
    private int? RoomyOrder(int common)
    {
        if (matched.Dimension != 2 || options.Effort == Effort.Thorough)
            return null;
        int order = Math.Max(1, Moments.HighestOrder(matched.Dimension, Math.Max(1, size / PointsOfChoice)));
        return order < common && HasRounds(order) ? order : null;
    }
}
