namespace Polylog;

/// <summary>How uneven the weights of a measure are.</summary>
/// <param name="EffectiveCount">
/// (sum of weights)^2 / sum of weights^2, the effective number of atoms (L. Kish, Survey Sampling, 1965).
/// </param>
/// <param name="Smallest">The smallest positive weight over the mean of the positive ones.</param>
/// <param name="Largest">The largest weight over their mean.</param>
internal readonly record struct WeightSpread(double EffectiveCount, double Smallest, double Largest)
{
    /// <summary>The spread of a measure's weights.</summary>
    public static WeightSpread FromMeasure(Measure measure)
    {
        if (measure.Weights.IsEmpty)
            return new WeightSpread(measure.Count, 1, 1);
        var range = WeightRange.FromWeights(measure);
        // In units of the largest, no square overflows.
        CompensatedSum sum = default, squares = default;
        foreach (double weight in measure.Weights.Span)
        {
            sum.Add(weight / range.Most);
            squares.AddProduct(weight / range.Most, weight / range.Most);
        }
        double mean = sum.Value / measure.WeightedCount;
        return new WeightSpread(sum.Value * (sum.Value / squares.Value), range.Least / range.Most / mean, 1 / mean);
    }
}
