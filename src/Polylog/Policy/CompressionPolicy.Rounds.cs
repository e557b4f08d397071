namespace Polylog;

/// <content>Rounds after the first pass.</content>
internal sealed partial class CompressionPolicy
{
    /// <summary>Below so many functions watching the next order does as much for less; measured at dimensions 2 to 5.</summary>
    private const int LeastFunctionsOfRounds = 64;

    /// <summary>Beyond three times the size nothing more is gained.</summary>
    private const double MaxStart = 3;

    /// <summary>What is always afforded: with coarse steps half of the first pass's work at most.</summary>
    private const double LeastStart = 2;

    private const double FineStep = 0.1;
    private const double CoarseStep = 0.15;

    /// <summary>
    /// A ball takes this many flops x functions^2 x points removed / step, for its elimination and back substitution.
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
        if (options.Effort == Effort.Fast || options.IsStep || functions < LeastFunctionsOfRounds || functions > size)
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
}
