namespace Polylog;

/// <summary>
/// Test functions that matching moments of an order does little for: steps, high frequencies and tails, which are in every certificate; and
/// powers of the first order that is not matched.
/// </summary>
internal static class EvidenceFunctions
{
    /// <summary>Number of steps, and of functions of high frequency.</summary>
    public const int Drawn = 32;

    /// <summary>Columns whose tails are compared at most.</summary>
    private const int MostTails = 16;

    /// <summary>The share of the weight in a tail.</summary>
    private const double TailShare = 0.05;

    private static readonly double[] s_frequencies = [4, 8];

    /// <summary>Half-spaces: 1 on one side of a random plane, 0 on the other.</summary>
    /// <param name="dimension">Columns of the data.</param>
    /// <param name="seed">Seed.</param>
    public static RidgeFunction[] Steps(int dimension, ulong seed)
    {
        var random = new SplitMix64(seed ^ 0xA4093822299F31D0);
        return [.. Enumerable.Range(0, Drawn).Select(_ => new RidgeFunction(
            RidgeKind.Step, RidgePanel.Direction(dimension, 1, ref random), random.Uniform(-1, 1)))];
    }

    /// <summary>Sines of 4 and of 8 radians a standard deviation.</summary>
    /// <param name="dimension">Columns of the data.</param>
    /// <param name="seed">Seed.</param>
    public static RidgeFunction[] HighFrequencies(int dimension, ulong seed)
    {
        var random = new SplitMix64(seed ^ 0x082EFA98EC4E6C89);
        return [.. Enumerable.Range(0, Drawn).Select(f =>
        {
            double[] direction = RidgePanel.Direction(dimension, s_frequencies[f % s_frequencies.Length], ref random);
            return new RidgeFunction(RidgeKind.Sine, direction, random.Uniform(0, Math.Tau));
        })];
    }

    /// <summary>For each column, 1 beyond its 5% quantile, and 1 beyond its 95% quantile. With many columns, for 16 of them.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="frame">Its standardisation.</param>
    public static RidgeFunction[] Tails(Measure full, Standardisation frame)
    {
        int columns = Math.Min(full.Dimension, MostTails);
        var tails = new RidgeFunction[2 * columns];
        ParallelLoop.For(0, columns, new ParallelOptions(), i =>
        {
            int column = (int)((long)i * full.Dimension / columns);
            (double lower, double upper) = ColumnQuantiles.Tails(full, column, TailShare);
            tails[2 * i] = Beyond(lower, -1);
            tails[2 * i + 1] = Beyond(upper, 1);

            RidgeFunction Beyond(double threshold, int side)
            {
                double[] direction = new double[full.Dimension];
                direction[column] = side;
                return new RidgeFunction(RidgeKind.Step, direction, -side * frame.Apply(threshold, column));
            }
        });
        return tails;
    }

    /// <summary>Powers of coordinates along random directions, in units of the farthest point so that nothing overflows.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="frame">Its standardisation.</param>
    /// <param name="order">The power.</param>
    /// <param name="directions">Number of directions.</param>
    /// <param name="seed">Seed.</param>
    public static RidgeFunction[] Powers(Measure full, Standardisation frame, int order, int directions, ulong seed)
    {
        double[] standardised = new double[full.Dimension];
        double farthest = 0;
        for (int i = 0; i < full.Count; i++)
        {
            frame.Apply(full.Atom(i), standardised);
            double square = 0;
            foreach (double z in standardised)
                square += z * z;
            farthest = Math.Max(farthest, square);
        }
        double length = farthest > 0 ? 1 / Math.Sqrt(farthest) : 1;
        var random = new SplitMix64(seed ^ 0xD1B54A32D192ED03);
        return [.. Enumerable.Range(0, directions).Select(_ => new RidgeFunction(
            RidgeKind.Power, RidgePanel.Direction(full.Dimension, length, ref random), 0, order))];
    }
}
