namespace Polylog;

/// <summary>
/// How many functions a leaf may match, such that the dense steps of all leaves stay within an amount of work: size / N leaves with about
/// 14 N^3 flops each where a tenth of the points stays, and more as each halving of the groups adds a step.
/// </summary>
internal static class DenseBudget
{
    private const double FlopsPerPoint = 14;

    /// <summary>Most functions of a leaf.</summary>
    /// <param name="effort">Work to put in.</param>
    /// <param name="size">Points that stay in all.</param>
    /// <param name="count">Points there are.</param>
    public static int Functions(Effort effort, int size, int count)
    {
        (double flops, int most) = effort switch
        {
            Effort.Fast => (2e9, 300),
            Effort.Balanced => (1e11, 720),
            _ => (2e11, 3000),
        };
        double halvings = Math.Max(1, Math.Log10((double)count / size));
        return (int)Math.Clamp(Math.Sqrt(flops / (FlopsPerPoint * size * halvings)), 10, most);
    }
}
