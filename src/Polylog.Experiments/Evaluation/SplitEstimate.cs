namespace Polylog.Experiments;

/// <summary>A number measured on several splits.</summary>
/// <param name="Value">The estimate from all splits.</param>
/// <param name="StandardError">Its standard error; null with one split, which does not tell how far another would be.</param>
public sealed record SplitEstimate(double Value, double? StandardError)
{
    /// <summary>Whether the number is no further from 0 than its standard error.</summary>
    public bool IsNoise => Math.Abs(Value) <= StandardError;

    /// <summary>The mean over the splits.</summary>
    /// <param name="values">One a split, at least one.</param>
    public static SplitEstimate Mean(IEnumerable<double> values) => Ratio([.. values.Select(value => (value, 1.0))]);

    /// <summary>
    /// The ratio of two means over the splits. Its standard error is that of the differences part - ratio x whole, divided by the mean of
    /// the wholes (Cochran, Sampling Techniques, 1977, section 6.3). A mean of ratios would go by the splits where the whole is near 0.
    /// </summary>
    /// <param name="splits">Part and whole of each split, at least one; the mean of the wholes is not 0.</param>
    public static SplitEstimate Ratio(IReadOnlyList<(double Part, double Whole)> splits)
    {
        double whole = splits.Average(split => split.Whole);
        double ratio = splits.Average(split => split.Part) / whole;
        if (splits.Count == 1)
            return new SplitEstimate(ratio, null);
        double square = splits.Sum(split => Math.Pow(split.Part - ratio * split.Whole, 2));
        return new SplitEstimate(ratio, Math.Sqrt(square / (splits.Count * (splits.Count - 1.0))) / Math.Abs(whole));
    }
}
