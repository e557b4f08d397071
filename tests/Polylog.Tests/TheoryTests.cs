namespace Polylog.Tests;

/// <summary>What the theorems say, measured.</summary>
public class TheoryTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 2)]
    public void Moments_match_up_to_the_order_and_not_beyond(int dimension, int order)
    {
        Measure measure = UniformCube.Draw(5000, dimension, seed: 11);
        Measure coreset =
            MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = 500, Effort = Effort.Fast }).Points;

        Assert.InRange(MomentAudit.Compare(measure, coreset, order).WorstResidual, 0, 1e-14);
        Assert.InRange(MomentAudit.Compare(measure, coreset, order + 1).WorstResidual, 1e-10, 1);
    }

    [Fact]
    public void Beats_a_random_subset_by_orders_of_magnitude()
    {
        Measure measure = UniformCube.Draw(10000, 3, seed: 5);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 5, Size = 1000 });
        var panel = new RidgePanel(3);
        double[][] errors = panel.Errors(measure, [coreset.Points, RandomSubset.Draw(measure, 1000, seed: 1)]);
        Array.Sort(errors[0]);
        Array.Sort(errors[1]);
        Assert.True(errors[0][24] * 1000 < errors[1][24], $"{errors[0][24]} against {errors[1][24]}");
    }

    [Theory]
    [InlineData(1, 40, 1000)]
    [InlineData(2, 16, 2000)]
    [InlineData(3, 10, 3000)]
    [InlineData(1, 60, 1000)]
    [InlineData(2, 20, 3000)]
    [InlineData(3, 12, 3000)]
    [InlineData(2, 24, 3000)]
    [InlineData(3, 14, 3000)]
    public void High_orders_match_to_rounding(int dimension, int order, int size)
    {
        Measure measure = UniformCube.Draw(20000, dimension, seed: 2);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size, Effort = Effort.Fast });
        Assert.InRange(coreset.MomentResidual, 0, 1e-14);
        Assert.InRange(MomentAudit.Compare(measure, coreset.Points, order).WorstResidual, 0, 1e-13);
    }

    /// <summary>Second moments decide least squares: the fit on the coreset is the fit on all rows.</summary>
    [Fact]
    public void Order_2_keeps_least_squares()
    {
        Measure measure = NoisyPlane(20000);
        Measure coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 2, Size = 10 }).Points;
        (double slope, double intercept) = Fit(measure);
        (double slopeOfFew, double interceptOfFew) = Fit(coreset);
        Assert.Equal(slope, slopeOfFew, Math.Abs(slope) * 1e-11);
        Assert.Equal(intercept, interceptOfFew, Math.Abs(intercept) * 1e-11);

        static (double Slope, double Intercept) Fit(Measure measure)
        {
            double w = 0, x = 0, y = 0, xx = 0, xy = 0;
            for (int i = 0; i < measure.Count; i++)
            {
                double c = measure.Weights.IsEmpty ? 1 : measure.Weights.Span[i];
                ReadOnlySpan<double> row = measure.Atom(i);
                (w, x, y, xx, xy) = (w + c, x + c * row[0], y + c * row[2], xx + c * row[0] * row[0], xy + c * row[0] * row[2]);
            }
            double b = (w * xy - x * y) / (w * xx - x * x);
            return (b, (y - b * x) / w);
        }
    }

    private static Measure NoisyPlane(int rows)
    {
        var random = new SplitMix64(4);
        double[] atoms = new double[3 * rows];
        for (int i = 0; i < atoms.Length; i += 3)
        {
            (atoms[i], atoms[i + 1]) = (random.Uniform(-1, 1), random.Uniform(-1, 1));
            atoms[i + 2] = 2 * atoms[i] - atoms[i + 1] + 0.5 + 3 * random.Normal();
        }
        return new Measure(atoms, 3);
    }
}
