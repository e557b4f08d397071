namespace Polylog;

/// <summary>Which functions of the basis a leaf's reduction matches, and for how long.</summary>
/// <param name="Matched">Functions up to the leaf's order: always matched. C(m + k, k) moments, and the products and totals that go with
/// them.</param>
/// <param name="Watched">
/// Functions of the next order. They are matched like the others while the leaf has points to spare. Then they are given up step by step,
/// such that their change, the leading term of the compression's error, stays small.
/// </param>
/// <param name="HighestOrder">The highest order that is matched or watched.</param>
internal readonly record struct FunctionPlan(int Matched, int Watched, int HighestOrder)
{
    /// <summary>
    /// How many descents exchange kept points for others afterwards, where that lowers the error of kinks, steps and a target's noise; 0
    /// for no exchange.
    /// </summary>
    public int Descents { get; init; }

    /// <summary>How even weights are kept; null where they end at 0 only.</summary>
    public WindowPlan? Window { get; init; }

    /// <summary>The order up to which moments are matched.</summary>
    public int Order => Watched > 0 ? HighestOrder - 1 : HighestOrder;

    /// <summary>Functions matched while there are points to spare.</summary>
    public int MatchedAndWatched => Matched + Watched;

    /// <summary>
    /// Points a leaf should keep: three quarters of the watched functions more than it needs, so that the last steps can still choose
    /// between points. Fewer and larger leaves are the price; measured at one half, three quarters and all of them.
    /// </summary>
    public int PointsOfALeaf => PointsFor(Matched, Watched);

    /// <summary>
    /// How often the last steps are tried, each time from another order of the points. With w watched functions, the best of t tries has a
    /// change about t^(1 / w) times smaller.
    /// </summary>
    public int Tries => Watched switch
    {
        0 => 1,
        <= 9 => 16,
        <= 21 => 4,
        _ => 1,
    };

    /// <summary>Points for a number of independent functions: <see cref="PointsOfALeaf"/> where all functions are independent.</summary>
    /// <param name="matched">Independent matched functions.</param>
    /// <param name="watched">Independent watched functions beyond those.</param>
    public static int PointsFor(int matched, int watched) => matched + 3 * watched / 4;

    /// <summary>Matches an order and watches nothing.</summary>
    /// <param name="columns">The matched columns.</param>
    /// <param name="order">The order.</param>
    public static FunctionPlan Matching(MatchedColumns columns, int order) => new((int)columns.Count(order), 0, order);

    /// <summary>Matches an order and watches the next.</summary>
    /// <param name="columns">The matched columns.</param>
    /// <param name="order">The order.</param>
    public static FunctionPlan Watching(MatchedColumns columns, int order)
    {
        int matched = (int)columns.Count(order);
        return new FunctionPlan(matched, (int)columns.Count(order + 1) - matched, order + 1);
    }
}
