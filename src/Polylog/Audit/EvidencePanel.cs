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
    public Evidence Compare(FunctionSums all, FunctionSums coreset, IReadOnlyList<FunctionSums> subsets, WeightSpread weights)
    {
        double[][] errors = [FunctionPanel.Errors(coreset, all), .. subsets.Select(subset => FunctionPanel.Errors(subset, all))];
        int drawn = EvidenceFunctions.Drawn, sines = Own + drawn, tail = sines + drawn, power = tail + Tails;
        (PanelErrors own, PanelErrors random) = Compared(..Own);
        return new Evidence(Order + 1, errors[0][power..(power + Evidence.Directions)].Max(), Own, own, random)
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

    /// <summary>The largest relative error of the powers that are matched.</summary>
    public double MatchedError(FunctionSums all, FunctionSums coreset)
    {
        double[] errors = FunctionPanel.Errors(coreset, all);
        int first = Own + (2 * EvidenceFunctions.Drawn) + Tails + Evidence.Directions;
        return first < errors.Length ? errors[first..].Max() : 0;
    }
}
