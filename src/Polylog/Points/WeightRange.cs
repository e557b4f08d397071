namespace Polylog;

/// <summary>The least and the largest of a measure's positive weights.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The largest.</param>
internal readonly record struct WeightRange(double Least, double Most)
{
    /// <summary>Decades between weights, of the 308 that numbers have, with room for what weights are multiplied by.</summary>
    public const int MostDecades = 250;

    /// <summary>Whether ratios of weights are no numbers any more: what came out would weigh anything.</summary>
    public bool IsTooWide => Math.Log10(Most) - Math.Log10(Least) > MostDecades;

    /// <summary>Of a measure, whose weights are 1 where it has none.</summary>
    public static WeightRange Of(Measure measure)
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
