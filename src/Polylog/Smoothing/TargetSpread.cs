namespace Polylog;

/// <summary>Weighted mean and standard deviation of a target, so that a regression sees numbers near 1.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
internal sealed record TargetSpread(double Mean, double Deviation)
{
    /// <summary>Whether the target is not constant but for rounding.</summary>
    public bool Varies => Deviation > Math.Abs(Mean) * Measure.SameTo && double.IsFinite(1 / Deviation);

    /// <summary>A target in units of the deviation from the mean.</summary>
    public double Standard(double target) => (target - Mean) / Deviation;

    /// <summary>The target of a standardised value.</summary>
    public double Value(double standard) => Mean + standard * Deviation;

    /// <summary>Measures one column of targets.</summary>
    /// <param name="targets">IN, count x <paramref name="width"/>, row-major.</param>
    /// <param name="width">Targets of a row.</param>
    /// <param name="target">Which of them.</param>
    /// <param name="weights">The weights of the rows.</param>
    public static TargetSpread Of(ReadOnlySpan<double> targets, int width, int target, AtomWeights weights)
    {
        // In units of the largest value no square overflows.
        double unit = 0;
        for (int at = target; at < targets.Length; at += width)
            unit = Math.Max(unit, Math.Abs(targets[at]));
        if (unit == 0)
            return new TargetSpread(0, 0);
        CompensatedSum weight = default, sum = default, square = default;
        for (int at = target; at < targets.Length; at += width)
        {
            weight.Add(weights[at / width]);
            sum.AddProduct(weights[at / width], targets[at] / unit);
        }
        double mean = sum.Value / weight.Value;
        for (int at = target; at < targets.Length; at += width)
        {
            double off = targets[at] / unit - mean;
            square.AddProduct(weights[at / width], off * off);
        }
        return new TargetSpread(mean * unit, Math.Sqrt(square.Value / weight.Value) * unit);
    }
}
