namespace Polylog;

/// <summary>log(1 + exp(f)) - f y, the cross entropy of a yes or no.</summary>
internal sealed class LogisticLoss : ILoss
{
    public string Name => "logistic";

    public int Factors(int targets) => targets;

    public int Totals(int targets) => 0;

    public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals) => target.CopyTo(factors);

    public double Value(double output, double target) => CrossEntropy(output, target);

    public (double Centre, double Spread) Outputs(double mean, double deviation) => (0, 1);

    public string? Fault(double target) => target is >= 0 and <= 1 ? null : "must lie in 0..1";

    /// <summary>log(1 + exp(f)) - f y without overflow.</summary>
    internal static double CrossEntropy(double output, double target) =>
        Math.Max(output, 0) + Math.Log(1 + Math.Exp(-Math.Abs(output))) - target * output;
}
