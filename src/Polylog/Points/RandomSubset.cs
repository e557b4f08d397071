namespace Polylog;

/// <summary>Draws random rows, which every coreset is compared with.</summary>
internal static class RandomSubset
{
    /// <summary>Draws atoms without replacement, their weights scaled to the full total weight.</summary>
    /// <param name="measure">The full measure.</param>
    /// <param name="size">How many, 1 .. count.</param>
    /// <param name="seed">Seed: the same subset for the same seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static Measure Draw(Measure measure, int size, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, measure.Count);
        var random = new SplitMix64(seed);
        int[] drawn = new int[size];
        double[] weights = new double[size];
        AtomWeights all = measure.AtomWeights;
        // Selection sampling (Knuth, TAOCP vol. 2, algorithm S): one pass, order kept.
        double total = 0;
        for (int i = 0, taken = 0; taken < size; i++)
        {
            if (random.Below(measure.Count - i) >= size - taken)
                continue;
            drawn[taken] = i;
            weights[taken] = all[i];
            total += weights[taken];
            taken++;
        }
        for (int i = 0; i < size; i++)
            weights[i] = total > 0 ? weights[i] * (measure.TotalWeight / total) : measure.TotalWeight / size;
        return measure.Subset(drawn, weights);
    }
}
