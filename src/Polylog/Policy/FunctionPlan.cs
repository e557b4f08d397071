namespace Polylog;

/// <summary>How many functions of the basis a leaf's reduction matches, and for how long.</summary>
/// <param name="Constraints">Functions up to the order: always matched. C(m + k, k) moments, and what goes with them.</param>
/// <param name="Watched">
/// Functions of the next order: matched like the others while a leaf has points to spare, then given up step by step such that their
/// change, the leading term of the compression's error, stays small.
/// </param>
/// <param name="Order">The highest order of them all.</param>
internal readonly record struct FunctionPlan(int Constraints, int Watched, int Order)
{
    /// <summary>A dense step holds twice the square of the functions, in arrays of at most 2^31 elements.</summary>
    public const int MaxConstraints = 30_000;

    /// <summary>Up to so many functions dense steps cost little beside the rest, whatever part of them is watched.</summary>
    private const int Few = 150;

    private const int UsualDescents = 8;

    /// <summary>Training on 10^4 rows and on 1000 of them (figure 3) lies 1.4 % apart with 8, 1.1 with 80, 0.5 with 400, which takes minutes; median of ten, steepest descent.</summary>
    private const int ThoroughDescents = 80;

    /// <summary>
    /// How often a way is looked for to exchange kept points for others afterwards, where that brings the leaf nearer for kinks, steps and a target's noise; 0 for not at all.
    /// </summary>
    public int Descents { get; init; }

    /// <summary>No more orders than these are few.</summary>
    private const int FewOrders = 4;

    /// <summary>Functions matched while there are points to spare.</summary>
    public int Matched => Constraints + Watched;

    /// <summary>
    /// Points a leaf should get to keep: three quarters of the watched functions more than it needs, which lets the last steps end while they
    /// still have a choice. Fewer, larger leaves are the price; measured at one half, three quarters and all of them.
    /// </summary>
    public int LeafTarget => Constraints + 3 * Watched / 4;

    /// <summary>How often the last steps are tried, from other orders of the points: the best of t tries changes w functions about t^(1 / w) times less.</summary>
    public int Tries => Watched switch
    {
        0 => 1,
        <= 9 => 16,
        <= 21 => 4,
        _ => 1,
    };

    /// <summary>Matches an order and watches nothing.</summary>
    public static FunctionPlan Plain(MatchedColumns functions, int order) => new((int)functions.Count(order), 0, order);

    /// <summary>Matches an order, watches nothing, and exchanges points.</summary>
    public static FunctionPlan Exchanging(MatchedColumns functions, int order, Effort effort) =>
        Plain(functions, order) with { Descents = effort == Effort.Thorough ? ThoroughDescents : UsualDescents };

    /// <summary>
    /// Whether even weights count for more than a high order: where there is a target, for kinked uses; and for any where so many columns make few orders that smooth functions gain little from
    /// them. Rounds leave weights more uneven (mean square over squared mean 3 instead of 2, eight columns at order 3), and sums of noise and of steps are off by the root of that.
    /// </summary>
    public static bool WantsEvenWeights(MatchedColumns functions, int size, CompressionOptions options) => functions.Factors > 0
        && (options.Use == Use.Kinked || (options.Use == Use.Any && functions.HighestOrder(size) <= FewOrders));

    /// <summary>
    /// Whether exchanging does more than watching the next order: where there is a target, whose noise no order brings down, and functions may have kinks.
    /// </summary>
    public static bool ExchangingPays(MatchedColumns functions, int order, CompressionOptions options) =>
        functions.Factors > 0 && options.Use == Use.Kinked && options.Effort != Effort.Fast && functions.Count(order) <= EnergyDescent.MaxFunctions;

    /// <summary>Matches an order and watches the next.</summary>
    public static FunctionPlan Watching(MatchedColumns functions, int order)
    {
        FunctionPlan plain = Plain(functions, order);
        return plain with { Watched = (int)functions.Count(order + 1) - plain.Constraints, Order = order + 1 };
    }

    /// <summary>Whether watching costs no more than a small multiple of not watching.</summary>
    public static bool WatchingIsCheap(MatchedColumns functions, int order)
    {
        long matched = functions.Count(order + 1);
        return matched <= MaxConstraints && matched <= Math.Max(Few, 2 * functions.Count(order));
    }

    /// <summary>Plans leaves of one order for a whole measure, of at most <see cref="MaxConstraints"/> moments each.</summary>
    public static FunctionPlan For(MatchedColumns functions, int order, CompressionOptions options) =>
        ExchangingPays(functions, order, options) ? Exchanging(functions, order, options.Effort) : For(functions, order, options.Effort);

    /// <summary>As the other, for functions that are not exchanged.</summary>
    public static FunctionPlan For(MatchedColumns functions, int order, Effort effort)
    {
        long constraints = functions.Count(order);
        long next = functions.Count(order + 1) - constraints;
        // Dense steps cost the cube of the matched functions. Where there are many, and the next order has more than half as many again (next / constraints
        // is m / (k + 1)), watching it costs several times the time and was measured to gain nothing.
        bool watch = effort != Effort.Fast && (2 * next <= constraints || constraints + next <= Few) && constraints + next <= MaxConstraints;
        return watch ? Watching(functions, order) : Plain(functions, order);
    }
}
