namespace Polylog;

/// <summary>The largest weight of a leaf's kept points, such that as many are kept as asked for.</summary>
internal static class WeightBound
{
    /// <summary>Standard deviations of a sum of uniform weights.</summary>
    private const double Margin = 2.5;

    /// <summary>Works the bound out.</summary>
    /// <param name="weights">IN, the points' weights.</param>
    /// <param name="keep">Points to keep.</param>
    /// <param name="functions">Functions that are matched: so many weights, at most, end between 0 and the bound, at half of it on
    /// average.</param>
    /// <returns>The bound; the points that pass through the window, in order; and those whose own weight is above the bound: they are kept
    /// as they are. The bound is out of reach where the functions take up all points to keep.</returns>
    public static (double Bound, int[] Passing, int[] Heavy) For(double[] weights, int keep, int functions)
    {
        // The weights between add up to a little less or more than half of the bound each; there should rather be too many points than too
        // few.
        double total = weights.Sum(), places = keep - functions / 2.0 + Margin * Math.Sqrt(functions / 12.0);
        if (places <= 1)
            return (2 * total, [.. Enumerable.Range(0, weights.Length)], []);
        if (weights.Max() <= total / places)
            return (total / places, [.. Enumerable.Range(0, weights.Length)], []);
        int[] byWeight = [.. Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i])];
        double[] lighter = new double[weights.Length + 1];
        for (int i = weights.Length - 1; i >= 0; i--)
            lighter[i] = lighter[i + 1] + weights[byWeight[i]];
        int heavy = 0;
        while (places - heavy > 1 && weights[byWeight[heavy]] > lighter[heavy] / (places - heavy))
            heavy++;
        double bound = places - heavy > 1 ? lighter[heavy] / (places - heavy) : 2 * total;
        int[] apart = byWeight[..heavy];
        Array.Sort(apart);
        bool[] isApart = new bool[weights.Length];
        foreach (int place in apart)
            isApart[place] = true;
        return (bound, [.. Enumerable.Range(0, weights.Length).Where(place => !isApart[place])], apart);
    }
}
