namespace Polylog;

/// <summary>f^2 - 2 f y + y^2, summed over the targets.</summary>
internal sealed class SquaredLoss : ILoss
{
    public string Name => "squared";

    public int Factors(int targets) => targets;

    public int Totals(int targets) => targets;

    public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals)
    {
        target.CopyTo(factors);
        for (int t = 0; t < target.Length; t++)
            totals[t] = target[t] * target[t];
    }

    public double Value(double output, double target) => (output - target) * (output - target);

    public (double Centre, double Spread) Outputs(double mean, double deviation) => (mean, deviation);

    public string? Fault(double target) => Math.Abs(target) < 1e150 ? null : "must be below 1e150, for its square to be a number";
}
