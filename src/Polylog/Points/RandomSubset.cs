namespace Polylog;

/// <summary>Draws random rows, which every coreset is compared with.</summary>
/// <remarks>
/// Rows are drawn by weight: that is what somebody with weighted rows would do, and rows drawn evenly would lose most of the weight.
/// </remarks>
internal static class RandomSubset
{
    /// <summary>Draws atoms by weight, without replacement, with weights that add up to the full total weight.</summary>
    /// <param name="measure">The full measure.</param>
    /// <param name="size">How many, 1 .. count; where fewer atoms have a weight, all of those.</param>
    /// <param name="seed">Seed: the same subset for the same seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static Measure Draw(Measure measure, int size, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(measure);
        (int[] drawn, double[] weights) = Draw(measure.Weights.Span, measure.Count, size, seed);
        return measure.Subset(drawn, weights);
    }

    /// <summary>As <see cref="Draw(Measure, int, ulong)"/>, for rows that are no measure.</summary>
    /// <param name="weights">IN, weights of the rows; empty for 1 each.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="size">How many, 1 .. count.</param>
    /// <param name="seed">Seed: the same rows for the same seed.</param>
    /// <returns>Places of the rows, ascending, and their new weights.</returns>
    /// <remarks>O(count), and O(size log size) where weights differ.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static (int[] Drawn, double[] Weights) Draw(ReadOnlySpan<double> weights, int count, int size, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
        return weights.IsEmpty || weights.IndexOfAnyExcept(weights[0]) < 0
            ? DrawEvenly(weights.IsEmpty ? 1 : weights[0], count, size, seed)
            : DrawByWeight(weights, size, Uniform(seed));
    }

    private static Func<Func<int, double>> Uniform(ulong seed) => () =>
    {
        var random = new SplitMix64(seed);
        return _ => random.Unit();
    };

    // Selection sampling (Knuth, TAOCP vol. 2, algorithm S): one pass, order kept.
    private static (int[] Drawn, double[] Weights) DrawEvenly(double weight, int count, int size, ulong seed)
    {
        var random = new SplitMix64(seed);
        int[] drawn = new int[size];
        for (int i = 0, taken = 0; taken < size; i++)
        {
            if (random.Below(count - i) < size - taken)
                drawn[taken++] = i;
        }
        double[] weights = new double[size];
        Array.Fill(weights, weight * ((double)count / size));
        return (drawn, weights);
    }

    /// <summary>
    /// Pareto sampling (Rosén, On sampling with probability proportional to size, J. Statist. Plann. Inference 62, 1997): the rows with
    /// the smallest keys, where a key is u (1 - p) / (p (1 - u)), u is uniform and p is the chance the row should have. A row heavier
    /// than its share is taken for sure, with its own weight; all others get the same weight.
    /// </summary>
    /// <param name="weights">IN, weights of the rows.</param>
    /// <param name="size">How many rows, fewer than have a weight.</param>
    /// <param name="uniform">Makes a function that gives the random number of each row, row by row, in [0, 1).</param>
    public static (int[] Drawn, double[] Weights) DrawByWeight(ReadOnlySpan<double> weights, int size, Func<Func<int, double>> uniform)
    {
        double share = Share(weights, size);
        // About as many keys as rows to draw are below 1; the others need not be sorted.
        List<(double Key, int Row)> keys = Keys(weights, share, uniform(), limit: 2);
        if (keys.Count < size)
            keys = Keys(weights, share, uniform(), limit: double.PositiveInfinity);
        keys.Sort();
        int[] drawn = [.. keys.Take(size).Select(pair => pair.Row).Order()];
        double[] own = new double[drawn.Length];
        for (int i = 0; i < drawn.Length; i++)
            own[i] = Math.Max(weights[drawn[i]], share);
        return (drawn, own);
    }

    private static List<(double Key, int Row)> Keys(ReadOnlySpan<double> weights, double share, Func<int, double> uniform, double limit)
    {
        var keys = new List<(double Key, int Row)>();
        for (int i = 0; i < weights.Length; i++)
        {
            double random = uniform(i), chance = weights[i] / share;
            double key = chance >= 1 ? -1 : random * (1 - chance) / (chance * (1 - random));
            if (weights[i] > 0 && key <= limit)
                keys.Add((key, i));
        }
        return keys;
    }

    /// <summary>The weight that one drawn row stands for; 0 where every row with a weight is drawn.</summary>
    private static double Share(ReadOnlySpan<double> weights, int size)
    {
        double share = double.PositiveInfinity;
        for (int heavy = -1; ;)
        {
            double light = 0;
            int before = heavy, left = 0;
            heavy = 0;
            foreach (double weight in weights)
            {
                if (weight >= share)
                    heavy++;
                else
                    (light, left) = (light + weight, left + (weight > 0 ? 1 : 0));
            }
            if (heavy == before || heavy >= size)
                return share;
            if (heavy + left <= size)
                return 0;
            share = light / (size - heavy);
        }
    }
}
