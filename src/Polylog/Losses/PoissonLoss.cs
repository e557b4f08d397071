namespace Polylog;

/// <summary>exp(f) - f y, the log likelihood of counts up to a function of y alone.</summary>
internal sealed class PoissonLoss : ILoss
{
    public string Name => "poisson";

    public int Factors(int targets) => targets;

    public int Totals(int targets) => 0;

    public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals) => target.CopyTo(factors);

    public double Value(double output, double target) => Math.Exp(output) - target * output;

    public (double Centre, double Spread) Outputs(double mean, double deviation) => (Math.Log(Math.Max(mean, double.Epsilon)), 0.5);

    public string? Fault(double target) =>
        target < 0 ? "must be 0 or more, a count or a rate" : target < 1e150 ? null : "must be below 1e150, for its loss to be a number";
}
