namespace Polylog;

/// <content>Trials of several orders.</content>
internal sealed partial class CompressionPolicy
{
    /// <summary>Rows of a stream on which the order of its steps is chosen.</summary>
    /// <param name="size">Points to keep in the end.</param>
    public static int StreamSample(int size) => (int)Math.Min(int.MaxValue, 16L * size);

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
    /// The order that kinks gain most from, as a rule: the lowest order with rounds. A kink's error comes from the borders of leaves, and
    /// rounds blur them. In one dimension it is the lowest order of all. Null for other uses, and where no order has rounds.
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
        // No rival where it would repeat the plan (one order, one pass), for kinks (low orders do equally well), or with a target (the
        // survey tried the losses themselves).
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
