namespace Polylog;

/// <summary>Cross entropy of classes. Its factors are the indicators of the classes, so each class is compressed on its own.</summary>
internal sealed class ClassLoss : ILoss
{
    public string Name => "classes";

    public bool SplitsByTarget => true;

    public int Factors(int targets) => 0;

    public int Totals(int targets) => 0;

    public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals)
    {
    }

    public double Value(double output, double target) => LogisticLoss.CrossEntropy(output, target);

    public (double Centre, double Spread) Outputs(double mean, double deviation) => (0, 1);

    public string? Fault(double target) =>
        target >= 0 && target < int.MaxValue && target == Math.Floor(target) ? null : "must be the number of a class, 0, 1, 2...";
}
