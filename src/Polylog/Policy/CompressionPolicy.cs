namespace Polylog;

/// <summary>
/// Every rule by which a compression decides what to do, with its constants and what they were measured on. Pure functions of the problem's
/// sizes and options: nothing here looks at the data.
/// </summary>
/// <param name="matched">The matched columns.</param>
/// <param name="size">Points to keep in all.</param>
/// <param name="points">Points the data stand for: more than there are where they are a sample.</param>
/// <param name="options">The effort and the use.</param>
internal sealed class CompressionPolicy(MatchedColumns matched, int size, int points, CompressionOptions options)
{
    /// <summary>A dense step holds twice the square of the functions, in arrays of at most 2^31 elements.</summary>
    public const int MaxFunctions = 30_000;

    /// <summary>Beyond it Chebyshev polynomials of the same points no longer differ by more than rounding.</summary>
    public const int MaxOrder = 120;

    /// <summary>
    /// A moment residual above it, relative to the leaf's weight, is no rounding: such a coreset does not keep its promise.
    /// </summary>
    public const double ResidualLimit = 1e-6;

    /// <summary>More workers than any machine's processors would only be threads.</summary>
    private const int MaxThreads = 1024;

    /// <summary>Points times size up to which other workers would take longer to wake than the work itself.</summary>
    private const long AloneFaster = 200_000;

    /// <summary>Worker threads. The result does not depend on them.</summary>
    /// <param name="asked">What the user asked for; 0 for one a processor.</param>
    /// <param name="count">Points there are.</param>
    /// <param name="size">Points to keep.</param>
    public static int Threads(int asked, int count, int size) =>
        asked != 0 ? Math.Min(asked, MaxThreads) : (long)count * size <= AloneFaster ? 1 : Environment.ProcessorCount;

    // ---- Functions of a leaf ----

    /// <summary>Up to so many functions dense steps cost little beside the rest, whatever part of them is watched.</summary>
    private const int FewFunctions = 150;

    /// <summary>Functions up to which exchanging points is worth its time: the tableau of all candidates is held.</summary>
    private const int MaxExchangedFunctions = 256;

    private const int UsualDescents = 8;

    /// <summary>
    /// Training on 10^4 rows and on 1000 of them (figure 3) lies 1.4% apart with 8 descents, 1.1% with 80, 0.5% with 400, which takes
    /// minutes; median of ten, steepest descent.
    /// </summary>
    private const int ThoroughDescents = 80;

    /// <summary>Orders that count as few: with so many columns smooth functions gain little from them.</summary>
    private const int FewOrders = 4;

    /// <summary>
    /// Whether even weights count for more than a high order: with a target, for kinked uses; and for any use where so many columns leave
    /// few orders. Rounds make weights less even (mean square over squared mean 3 instead of 2, eight columns at order 3), and sums of
    /// noise and of steps are off by the root of that.
    /// </summary>
    public bool WantsEvenWeights => matched.Factors > 0
        && (options.Use == Use.Kinked || (options.Use == Use.Any && matched.HighestOrder(size) <= FewOrders));

    /// <summary>
    /// Whether exchanging points does more than watching the next order: with a target, whose noise no order brings down, and functions
    /// that may have kinks.
    /// </summary>
    /// <param name="order">Order of the leaf.</param>
    public bool ExchangingPays(int order) =>
        matched.Factors > 0 && options.Use == Use.Kinked && options.Effort != Effort.Fast && matched.Count(order) <= MaxExchangedFunctions;

    /// <summary>
    /// Whether a region of a chosen order watches the next: not where that costs many times as much, nor where points are exchanged.
    /// </summary>
    /// <param name="order">Order of the region.</param>
    public bool WatchingPays(int order) => options.Effort != Effort.Fast && WatchingIsCheap(order) && !ExchangingPays(order);

    /// <summary>The functions of leaves of one order throughout.</summary>
    /// <param name="order">The order; at most <see cref="MaxFunctions"/> functions.</param>
    public FunctionPlan FunctionsOfEvenLeaf(int order) =>
        ExchangingPays(order) ? Exchanging(order) : FunctionsOfEvenLeaf(matched, order, options.Effort);

    /// <summary>The functions of leaves of one order throughout where no points are exchanged.</summary>
    /// <param name="matched">The matched columns.</param>
    /// <param name="order">The order.</param>
    /// <param name="effort">Work to put in.</param>
    public static FunctionPlan FunctionsOfEvenLeaf(MatchedColumns matched, int order, Effort effort)
    {
        long functions = matched.Count(order);
        long next = matched.Count(order + 1) - functions;
        // Dense steps cost the cube of the matched functions. Where there are many, and the next order has more than half as many again
        // (next / functions is m / (k + 1)), watching it costs several times the time and was measured to gain nothing.
        bool watch = effort != Effort.Fast && (2 * next <= functions || functions + next <= FewFunctions) && functions
            + next <= MaxFunctions;
        return watch ? FunctionPlan.Watching(matched, order) : FunctionPlan.Matching(matched, order);
    }

    /// <summary>The functions of a region whose order was chosen.</summary>
    /// <param name="order">The order.</param>
    /// <param name="keep">Points the region keeps.</param>
    public FunctionPlan FunctionsOfRegion(int order, int keep)
    {
        if (ExchangingPays(order))
            return Exchanging(order);
        bool spare = keep > matched.Count(order);
        return spare && WatchingPays(order) ? FunctionPlan.Watching(matched, order) : FunctionsOfEvenLeaf(matched, order, options.Effort);
    }

    private bool WatchingIsCheap(int order)
    {
        long functions = matched.Count(order + 1);
        return functions <= MaxFunctions && functions <= Math.Max(FewFunctions, 2 * matched.Count(order));
    }

    private FunctionPlan Exchanging(int order) =>
        FunctionPlan.Matching(matched, order) with { Descents = options.Effort == Effort.Thorough ? ThoroughDescents : UsualDescents };

    // ---- Orders ----

    private const double FlopsPerPoint = 14;

    /// <summary>
    /// No leaf gets less than order 2 where the size allows it, so that means, covariances and least squares are exact whatever was chosen.
    /// Kinked uses without a target, where the smallest leaves can be the best, go down to 1. With a target order 2 was measured to be
    /// better than 1 for losses and gradients of networks alike.
    /// </summary>
    public int LowestOrder => (options.Use != Use.Kinked || matched.Factors > 0) && matched.Count(2) <= size ? 2 : 1;

    /// <summary>Order that every group of a grouped compression has room for: 2 where all of them together fit the size.</summary>
    /// <param name="options">The order, where it was given, and the use.</param>
    /// <param name="secondFits">Whether the size allows order 2 in every group.</param>
    public static int LowestOrderOfGroups(CompressionOptions options, Func<bool> secondFits) =>
        options.Order ?? (options.Use != Use.Kinked && secondFits() ? 2 : 1);

    /// <summary>
    /// Functions a leaf may match at most where orders are chosen. The dense steps of size / N leaves take about 14 N^3 flops each where a
    /// tenth of the points is kept, and more as each halving of the bins adds a step: all of them together stay within an amount of work.
    /// Kinks gain nothing in one pass, without a target, beyond 8 functions of one dimension and 64 of more: measured, errors are least at
    /// orders 1 to 5 of one dimension, and change little up to 64.
    /// </summary>
    public int MostFunctionsOfALeaf
    {
        get
        {
            (double flops, int most) = options.Effort switch
            {
                Effort.Fast => (2e9, 300),
                Effort.Balanced => (1e11, 720),
                _ => (2e11, 3000),
            };
            double halvings = Math.Max(1, Math.Log10((double)points / size));
            int cap = (int)Math.Clamp(Math.Sqrt(flops / (FlopsPerPoint * size * halvings)), 10, most);
            return options.Use == Use.Kinked && matched.Factors == 0 ? Math.Min(cap, matched.Dimension == 1 ? 8 : 64) : cap;
        }
    }

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
