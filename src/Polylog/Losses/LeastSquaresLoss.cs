namespace Polylog;

/// <summary>
/// f^2 - 2 f y, summed over the targets: the squared loss without y^2, which is the same for all models. The kept rows can then have less
/// noise than the measure.
/// </summary>
internal sealed class LeastSquaresLoss : ILoss
{
    public string Name => "least-squares";

    public bool IsRelative => true;

    public int Factors(int targets) => targets;

    public int Totals(int targets) => 0;

    public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals) => target.CopyTo(factors);

    public double Value(double output, double target) => output * (output - 2 * target);

    public (double Centre, double Spread) Outputs(double mean, double deviation) => (mean, deviation);

    public string? Fault(double target) => Loss.Squared.Fault(target);
}
