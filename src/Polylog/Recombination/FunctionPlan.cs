namespace Polylog;

/// <summary>How many functions of the basis a leaf's reduction matches, and for how long.</summary>
/// <param name="Constraints">Functions up to the order: always matched. C(m + k, k).</param>
/// <param name="Watched">
/// Functions of the next order: matched like the others while a leaf has points to spare, then given up step by step such that their
/// change, the leading term of the compression's error, stays small.
/// </param>
internal readonly record struct FunctionPlan(int Constraints, int Watched)
{
    /// <summary>A dense step holds twice the square of the functions, in arrays of at most 2^31 elements.</summary>
    public const int MaxConstraints = 30_000;

    /// <summary>Functions matched while there are points to spare.</summary>
    public int Matched => Constraints + Watched;

    /// <summary>
    /// Points a leaf should get to keep: three quarters of the watched functions more than it needs, which lets the last steps end while they
    /// still have a choice. Fewer, larger leaves are the price; measured at one half, three quarters and all of them.
    /// </summary>
    public int LeafTarget => Constraints + 3 * Watched / 4;

    /// <summary>Plans for a dimension and an order of at most <see cref="MaxConstraints"/> moments.</summary>
    public static FunctionPlan For(int dimension, int order, Effort effort)
    {
        int constraints = (int)Moments.Count(dimension, order);
        long next = Moments.Count(dimension, order + 1) - constraints;
        // Dense steps cost the cube of the matched functions. Where the next order has more than half as many again (next / constraints is
        // m / (k + 1)), watching it costs several times the time and was measured to gain nothing.
        bool watch = effort != Effort.Fast && 2 * next <= constraints && constraints + next <= MaxConstraints;
        return new FunctionPlan(constraints, watch ? (int)next : 0);
    }
}
