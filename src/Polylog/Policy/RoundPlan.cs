namespace Polylog;

/// <summary>Whether and how a compression goes on in rounds after its first pass.</summary>
/// <param name="Start">Points the first pass leaves, as a multiple of those that stay; 1 for no rounds.</param>
/// <param name="Step">Points a ball loses at once, as a part of the functions it matches.</param>
internal readonly record struct RoundPlan(double Start, double Step)
{
    /// <summary>Below so many functions watching the next order does as much for less; measured at dimensions 2 to 5.</summary>
    private const int LeastFunctions = 64;

    /// <summary>Beyond three times the size nothing more is gained.</summary>
    private const double MaxStart = 3;

    /// <summary>What is always afforded: with coarse steps half of the first pass's work at most.</summary>
    private const double LeastStart = 2;

    private const double FineStep = 0.1;
    private const double CoarseStep = 0.15;

    /// <summary>Flops of a ball: its elimination and back substitution, for each function squared and point it loses, times the step.</summary>
    private const double FlopsPerBall = 2.2;

    /// <summary>Flops that rounds may cost with balanced effort, however small the first pass: some tenths of a second.</summary>
    private const double BalancedFlops = 4e9;

    /// <summary>Flops beyond which thorough effort takes coarse steps too: some seconds.</summary>
    private const double ThoroughFlops = 4e10;

    /// <summary>
    /// With fewer points than this for each function balls are nearly as large as the whole: watching the next order does more where that has few functions.
    /// </summary>
    private const double Crowded = 1.5;

    /// <summary>No rounds.</summary>
    public static RoundPlan None => new(1, 0);

    /// <summary>Whether there are any.</summary>
    public bool IsAny => Start > 1;

    /// <summary>Plans.</summary>
    /// <param name="matched">What is matched.</param>
    /// <param name="order">Order up to which moments are matched.</param>
    /// <param name="size">Points that stay in all.</param>
    /// <param name="effort">Work to put in.</param>
    public static RoundPlan For(MatchedColumns matched, int order, int size, Effort effort)
    {
        long functions = matched.Count(order);
        if (effort == Effort.Fast || functions < LeastFunctions || functions > size)
            return None;
        long next = matched.Count(order + 1) - functions;
        if (size < Crowded * functions && 2 * next <= functions)
            return None;
        double perPoint = FlopsPerBall * functions * functions;
        double finest = (MaxStart - 1) * size * perPoint / FineStep;
        if (effort == Effort.Thorough)
            return new RoundPlan(MaxStart, finest <= ThoroughFlops ? FineStep : CoarseStep);
        if (finest <= BalancedFlops)
            return new RoundPlan(MaxStart, FineStep);
        return new RoundPlan(Math.Clamp(1 + BalancedFlops / (size * perPoint / CoarseStep), LeastStart, MaxStart), CoarseStep);
    }

    /// <summary>Points that the first pass leaves.</summary>
    /// <param name="final">Points that stay in the end.</param>
    /// <param name="count">Points there are.</param>
    public int First(int final, int count) => (int)Math.Min(count, Start * final);
}
