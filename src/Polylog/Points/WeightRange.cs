namespace Polylog;

/// <summary>The smallest and the largest positive weight of a measure.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The largest.</param>
internal readonly record struct WeightRange(double Least, double Most)
{
    /// <summary>
    /// Most decades between weights: fewer than the 308 of a double, with room for the factors that weights are multiplied by.
    /// </summary>
    public const int MostDecades = 250;

    /// <summary>Whether the ratio of two weights overflows a double, so that results would be meaningless.</summary>
    public bool IsTooWide => Math.Log10(Most) - Math.Log10(Least) > MostDecades;

    /// <summary>The range of the weights of a measure; 1 to 1 where it has none.</summary>
    public static WeightRange FromWeights(Measure measure)
    {
        if (measure.Weights.IsEmpty)
            return new WeightRange(1, 1);
        (double least, double most) = (double.PositiveInfinity, 0);
        foreach (double weight in measure.Weights.Span)
        {
            most = Math.Max(most, weight);
            least = weight > 0 ? Math.Min(least, weight) : least;
        }
        return new WeightRange(least, most);
    }
}
