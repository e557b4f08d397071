namespace Polylog.Tests;

/// <content>Data, means and fits.</content>
public partial class LossTests
{
    private static Measure Rows(int count, int dimension, int seed, Func<double[], Random, double> target, ILoss? loss = null)
    {
        var random = new Random(seed);
        double[] atoms = new double[count * dimension];
        double[] targets = new double[count];
        for (int i = 0; i < count; i++)
        {
            double[] row = [.. Enumerable.Range(0, dimension).Select(_ => random.NextDouble() * 2 - 1)];
            row.CopyTo(atoms, i * dimension);
            targets[i] = target(row, random);
        }
        return new Measure(atoms, dimension).WithTargets(targets, loss ?? Loss.Squared);
    }

    private delegate double RowFunction(ReadOnlySpan<double> atom, ReadOnlySpan<double> target);

    private static double Mean(Measure measure, RowFunction function)
    {
        double sum = 0, compensation = 0;
        for (int i = 0; i < measure.Count; i++)
        {
            double term = (measure.Weights.IsEmpty ? 1 : measure.Weights.Span[i])
                * function(measure.Atom(i), measure.Targets.Span.Slice(i * measure.TargetCount, measure.TargetCount)) - compensation;
            double next = sum + term;
            compensation = next - sum - term;
            sum = next;
        }
        return sum / measure.TotalWeight;
    }

    private static Measure Group(Measure measure, int group)
    {
        int[] rows = [.. Enumerable.Range(0, measure.Count).Where(i => measure.Groups.Span[i] == group)];
        return measure.Subset(rows, rows.Select(i => measure.Weights.IsEmpty ? 1 : measure.Weights.Span[i]).ToArray());
    }

    /// <summary>Intercept and two slopes by the normal equations.</summary>
    private static double[] Fit(Measure measure)
    {
        double[,] a = new double[3, 4];
        for (int i = 0; i < measure.Count; i++)
        {
            double weight = measure.Weights.IsEmpty ? 1 : measure.Weights.Span[i];
            double[] row = [1, measure.Atom(i)[0], measure.Atom(i)[1], measure.Targets.Span[i]];
            for (int p = 0; p < 3; p++)
            {
                for (int q = 0; q < 4; q++)
                    a[p, q] += weight * row[p] * row[q];
            }
        }
        for (int p = 0; p < 3; p++)
        {
            for (int q = 0; q < 3; q++)
            {
                double factor = a[q, p] / a[p, p];
                for (int c = 0; c < 4 && q != p; c++)
                    a[q, c] -= factor * a[p, c];
            }
        }
        return [a[0, 3] / a[0, 0], a[1, 3] / a[1, 1], a[2, 3] / a[2, 2]];
    }

    private static double Square(double x) => x * x;

    private static void Close(double expected, double actual, double relative = Rounding) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Max(1, Math.Abs(expected)), $"{actual} instead of {expected}");

    /// <summary>y exp(-f) + f: one factor, no totals.</summary>
    private sealed class GammaLoss : ILoss
    {
        public string Name => "gamma";

        public int Factors(int targets) => 1;

        public int Totals(int targets) => 0;

        public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals) => factors[0] = target[0];

        public double Value(double output, double target) => target * Math.Exp(-output) + output;

        public (double Centre, double Spread) Outputs(double mean, double deviation) => (Math.Log(mean), 0.5);

        public string? Fault(double target) => target > 0 ? null : "must be above 0";
    }
}
