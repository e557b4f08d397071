namespace Polylog;

/// <summary>How many functions of the basis a leaf's reduction matches, and for how long.</summary>
/// <param name="Constraints">Functions up to the order: always matched. C(m + k, k).</param>
/// <param name="Watched">
/// Functions of the next order: matched like the others while a leaf has points to spare, then given up step by step such that their
/// change, the leading term of the compression's error, stays small.
/// </param>
internal readonly record struct FunctionPlan(int Constraints, int Watched)
{
    /// <summary>Functions matched while there are points to spare.</summary>
    public int Matched => Constraints + Watched;

    /// <summary>Points up to which a leaf is reduced point by point instead of group by group.</summary>
    /// <remarks>The more points the last steps choose from, the smaller the change of the watched functions; beyond four a function it did not pay.</remarks>
    public int Singles => Watched > 0 ? 4 * Matched : 2 * Matched;

    /// <summary>
    /// Points a leaf should get to keep: half the watched functions more than it needs, which lets the last steps end well before they run
    /// out of choices. Fewer, larger leaves are the price; on smooth functions the trade gains a factor of two.
    /// </summary>
    public int LeafTarget => Constraints + Watched / 2;

    /// <summary>Plans for a dimension and an order.</summary>
    public static FunctionPlan For(int dimension, int order, Effort effort)
    {
        int constraints = (int)Moments.Count(dimension, order);
        long next = Moments.Count(dimension, order + 1) - constraints;
        // Dense steps cost the cube of the matched functions: half as many more cost three times as much, and gain the most where there
        // are fewest to watch. next / constraints = m / (k + 1).
        bool watch = effort switch
        {
            Effort.Fast => false,
            Effort.Balanced => 2 * next <= constraints,
            _ => constraints + next <= Array.MaxLength,
        };
        return new FunctionPlan(constraints, watch ? (int)next : 0);
    }
}
