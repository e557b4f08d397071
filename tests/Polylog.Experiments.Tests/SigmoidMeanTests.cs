namespace Polylog.Experiments.Tests;

public class SigmoidMeanTests
{
    /// <summary>Wang et al., fig. 2: with d' = d / 10 the error falls like d^-((k + 1) / m + 1 / 2).</summary>
    [Theory]
    [InlineData(1, 1, 2.5)]
    [InlineData(2, 1, 1.5)]
    [InlineData(2, 3, 2.5)]
    [InlineData(3, 2, 1.5)]
    public void The_error_falls_with_the_slope_of_the_theory(int dimension, int order, double slope)
    {
        var points = new List<(double X, double Y)>();
        for (int count = 1000; count <= 16000; count *= 2)
        {
            for (ulong seed = 0; seed < 6; seed++)
            {
                Measure measure = UniformCube.Draw(count, dimension, seed + 100 * (ulong)count);
                var options = new CompressionOptions { Order = order, Size = count / 10, Scale = ColumnScale.None, Effort = Effort.Fast };
                double error = SigmoidMean.RootMeanSquareError(measure, MomentCompressor.Compress(measure, options), draws: 8, seed);
                points.Add((Math.Log(count), Math.Log(error)));
            }
        }
        double meanX = points.Average(p => p.X), meanY = points.Average(p => p.Y);
        double fitted = -points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
        Assert.InRange(fitted, slope - 0.35, slope + 0.35);
    }

    [Fact]
    public void More_effort_means_less_error()
    {
        double fast = GeometricMeanError(Effort.Fast), balanced = GeometricMeanError(Effort.Balanced);
        Assert.True(balanced < fast / 2, $"{balanced} against {fast}");

        static double GeometricMeanError(Effort effort) => Math.Exp(Enumerable.Range(0, 6).Average(seed =>
        {
            Measure measure = UniformCube.Draw(10000, 3, (ulong)seed);
            var options = new CompressionOptions { Order = 5, Size = 1000, Scale = ColumnScale.None, Effort = effort };
            return Math.Log(SigmoidMean.RootMeanSquareError(measure, MomentCompressor.Compress(measure, options), draws: 10, (ulong)seed));
        }));
    }
}
