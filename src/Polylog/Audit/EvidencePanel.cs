namespace Polylog;

/// <summary>The test functions of a certificate, and what their sums tell.</summary>
/// <param name="Functions">
/// Random functions, steps, high frequencies, tails, powers of the first order that is not matched, and powers up to the one that is.
/// </param>
/// <param name="Order">Order up to which moments are matched.</param>
/// <param name="Own">Number of random functions.</param>
/// <param name="Tails">Number of tails.</param>
internal sealed record EvidencePanel(FunctionPanel Functions, int Order, int Own, int Tails)
{
    private int FirstPower => Own + (2 * EvidenceFunctions.Drawn) + Tails;

    // The powers of each order that is matched, of the first order on.
    private int Matched => Order == 0 ? 0 : (Functions.Functions.Count - FirstPower - Evidence.Directions) / Order;

    /// <summary>Makes the functions.</summary>
    /// <param name="full">The measure, or a sample of it: it tells means, deviations, quantiles and the spread of targets.</param>
    /// <param name="order">Order up to which moments are matched, at least 0.</param>
    /// <param name="use">The kind of random functions.</param>
    /// <param name="seed">Seed of the random functions.</param>
    /// <param name="matched">Directions along which the powers that are matched are compared too.</param>
    public static EvidencePanel Of(Measure full, int order, Use use, ulong seed, int matched = 0)
    {
        var panel = new RidgePanel(full.Dimension, seed: seed, use: use);
        int tails = 0;
        FunctionPanel functions = panel.Of(full, frame =>
        {
            RidgeFunction[] beyond = EvidenceFunctions.Tails(full, frame);
            tails = beyond.Length;
            IEnumerable<RidgeFunction> lower = Enumerable.Range(1, matched > 0 ? order : 0)
                .SelectMany(power => EvidenceFunctions.Powers(full, frame, power, matched, seed));
            return new PanelFunctions(
                [.. EvidenceFunctions.Steps(full.Dimension, seed), .. EvidenceFunctions.HighFrequencies(full.Dimension, seed)],
                [.. beyond, .. EvidenceFunctions.Powers(full, frame, order + 1, Evidence.Directions, seed), .. lower]);
        });
        return new EvidencePanel(functions, order, panel.Count, tails);
    }

    /// <summary>What the sums tell of a coreset.</summary>
    /// <param name="all">Sums over the measure.</param>
    /// <param name="coreset">Sums over the coreset.</param>
    /// <param name="subsets">Sums over random subsets of the same size.</param>
    /// <param name="weights">The coreset's weights.</param>
    /// <param name="order">Order that the coreset matches, where it is lower than <see cref="Order"/>.</param>
    public Evidence Compare(
        FunctionSums all, FunctionSums coreset, IReadOnlyList<FunctionSums> subsets, WeightSpread weights, int order = int.MaxValue)
    {
        double[][] errors = [FunctionPanel.Errors(coreset, all), .. subsets.Select(subset => FunctionPanel.Errors(subset, all))];
        int drawn = EvidenceFunctions.Drawn, sines = Own + drawn, tail = sines + drawn, power = FirstPower;
        int next = Math.Min(order, Order) + 1, lower = power + Evidence.Directions + (next - 1) * Matched;
        (PanelErrors own, PanelErrors random) = Compared(..Own);
        double[] unmatched = next > Order ? errors[0][power..(power + Evidence.Directions)] : errors[0][lower..(lower + Matched)];
        return new Evidence(next, unmatched.Max(), Own, own, random)
        {
            Steps = Compared(Own..sines),
            HighFrequencies = Compared(sines..tail),
            Tails = Compared(tail..power),
            TailFunctions = Tails,
            EffectiveCount = weights.EffectiveCount,
            SmallestWeight = weights.Smallest,
            LargestWeight = weights.Largest,
        };

        (PanelErrors Coreset, PanelErrors Random) Compared(Range functions)
        {
            PanelErrors[] each = [.. errors.Select(errors => PanelErrors.FromErrors(errors[functions]))];
            return (each[0], PanelErrors.MedianOf(each[1..]));
        }
    }

    /// <summary>The errors of each function, by kind.</summary>
    /// <param name="all">Sums over the measure.</param>
    /// <param name="coreset">Sums over the coreset.</param>
    /// <param name="subsets">Sums over random subsets of the same size.</param>
    public EvidenceDetail Detail(FunctionSums all, FunctionSums coreset, IReadOnlyList<FunctionSums> subsets)
    {
        double[] errors = FunctionPanel.Errors(coreset, all);
        double[][] random = [.. subsets.Select(subset => FunctionPanel.Errors(subset, all))];
        int steps = Own, sines = steps + EvidenceFunctions.Drawn, tails = sines + EvidenceFunctions.Drawn;
        int[] own = [.. Enumerable.Range(0, Own)];
        int[] smooth = [.. own.Where(f => IsSmooth(Functions.Functions[f].Kind))], kinked = [.. own.Except(smooth)];
        return new EvidenceDetail([.. new[]
        {
            Of(FunctionKind.Smooth, smooth),
            Of(FunctionKind.Kinked, kinked),
            Of(FunctionKind.Steps, [.. Enumerable.Range(steps, EvidenceFunctions.Drawn)]),
            Of(FunctionKind.Tails, [.. Enumerable.Range(tails, Tails)]),
            Of(FunctionKind.HighFrequencies, [.. Enumerable.Range(sines, EvidenceFunctions.Drawn)]),
        }.Where(kind => kind.Coreset.Count > 0)]);

        KindErrors Of(FunctionKind kind, int[] functions) =>
            new(kind, Some(errors, functions), [.. random.Select(each => Some(each, functions))]);
    }

    private static double[] Some(double[] errors, int[] functions) => [.. functions.Select(f => errors[f])];

    private static bool IsSmooth(RidgeKind kind) =>
        kind is RidgeKind.Sigmoid or RidgeKind.Tanh or RidgeKind.Sine or RidgeKind.Cauchy or RidgeKind.Reciprocal;

    /// <summary>The largest relative error of the powers that are matched.</summary>
    /// <param name="all">Sums over the measure.</param>
    /// <param name="coreset">Sums over the coreset.</param>
    /// <param name="order">Order that the coreset matches, where it is lower than <see cref="Order"/>.</param>
    public double MatchedError(FunctionSums all, FunctionSums coreset, int order)
    {
        int first = FirstPower + Evidence.Directions, count = Math.Min(order, Order) * Matched;
        return count == 0 ? 0 : FunctionPanel.Errors(coreset, all)[first..(first + count)].Max();
    }
}
