namespace Polylog;

/// <summary>
/// The rules by which a compression decides what to do, with their constants and the measurements behind them. They are pure functions of
/// the sizes and the options of the problem; nothing here looks at the data.
/// </summary>
/// <param name="matched">The matched columns.</param>
/// <param name="size">Points to keep in all.</param>
/// <param name="points">Points the data stand for: more than there are where they are a sample.</param>
/// <param name="options">The effort and the use.</param>
internal sealed partial class CompressionPolicy(MatchedColumns matched, int size, int points, CompressionOptions options)
{
    /// <summary>A dense step holds twice the square of the functions, in arrays of at most 2^31 elements.</summary>
    public const int MaxFunctions = 30_000;

    /// <summary>Beyond it Chebyshev polynomials of the same points no longer differ by more than rounding.</summary>
    public const int MaxOrder = 120;

    /// <summary>
    /// Largest acceptable moment residual, relative to the leaf's weight. Moments of all rows are then within a tenth of what counts as
    /// equal in an inspection.
    /// </summary>
    public const double ResidualLimit = 1e-10;

    /// <summary>A leaf with a larger moment residual gets a lower order: it is more than rounding.</summary>
    public const double LeafResidual = 1e-13;

    /// <summary>Most worker threads: no machine has more processors.</summary>
    private const int MaxThreads = 1024;

    /// <summary>Points times size up to which waking other workers would take longer than the work itself.</summary>
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
    /// Whether <see cref="CompressionOptions.Use"/> enters any decision. With an order of one's own there are no trials and no survey, and
    /// without a target nothing of the above.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="matched">The matched columns.</param>
    public static bool UseDecides(CompressionOptions options, MatchedColumns matched) =>
        options.Order is null || options.Tolerance is not null || matched.Factors > 0;

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
    /// tenth of the points is kept. Each further halving of the bins adds a step. The cap keeps the sum within a fixed number of flops.
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
}
