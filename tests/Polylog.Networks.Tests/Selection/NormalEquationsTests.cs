namespace Polylog.Networks.Tests;

public class NormalEquationsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(64, 5)]
    [InlineData(65, 1)]
    [InlineData(200, 17)]
    public void The_weights_solve_the_equations(int size, int outputs)
    {
        (double[] moments, double[] sums, _) = Problem(size, outputs, samples: 3 * size);
        double[] weights = Solve(moments, sums, size, outputs);
        AssertSolves(moments, sums, weights, size, outputs);
    }

    [Fact]
    public void A_column_that_depends_on_those_before_it_gets_no_weight()
    {
        const int Size = 150, Outputs = 4;
        // Columns 70 and 149 are copies of 3 and 69, and column 100 is silent.
        (double[] moments, double[] sums, _) = Problem(Size, Outputs, 500, (70, 3), (149, 69), (100, -1));
        double[] weights = Solve(moments, sums, Size, Outputs);
        foreach (int column in (int[])[70, 100, 149])
            Assert.All(weights[(column * Outputs)..((column + 1) * Outputs)], weight => Assert.Equal(0, weight));
        AssertSolves(moments, sums, weights, Size, Outputs);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        (double[] moments, double[] sums, _) = Problem(130, 9, 400);
        double[] first = Solve(moments, sums, 130, 9);
        for (int i = 0; i < 5; i++)
            Assert.Equal(first, Solve(moments, sums, 130, 9));
    }

    private static double[] Solve(double[] moments, double[] sums, int size, int outputs) =>
        new NormalEquations([.. moments], size, ResponseMatching.Rounding, CancellationToken.None)
            .Solve(sums, outputs, CancellationToken.None);

    private static (double[] Moments, double[] Sums, double[] Columns) Problem(
        int size, int outputs, int samples, params (int Column, int Of)[] copies)
    {
        var random = new Random(size);
        double[] columns = [.. Enumerable.Range(0, samples * size).Select(_ => random.NextDouble() - 0.5)];
        double[] targets = [.. Enumerable.Range(0, samples * outputs).Select(_ => random.NextDouble() - 0.5)];
        foreach ((int column, int of) in copies)
        {
            for (int sample = 0; sample < samples; sample++)
                columns[(sample * size) + column] = of < 0 ? 0 : columns[(sample * size) + of];
        }
        double[] moments = new double[size * size], sums = new double[size * outputs];
        for (int sample = 0; sample < samples; sample++)
        {
            for (int i = 0; i < size; i++)
            {
                double value = columns[(sample * size) + i];
                for (int j = 0; j < size; j++)
                    moments[(i * size) + j] += value * columns[(sample * size) + j];
                for (int o = 0; o < outputs; o++)
                    sums[(i * outputs) + o] += value * targets[(sample * outputs) + o];
            }
        }
        return (moments, sums, columns);
    }

    private static void AssertSolves(double[] moments, double[] sums, double[] weights, int size, int outputs)
    {
        for (int i = 0; i < size; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double sum = 0;
                for (int j = 0; j < size; j++)
                    sum += moments[(i * size) + j] * weights[(j * outputs) + o];
                Assert.Equal(sums[(i * outputs) + o], sum, 1e-7);
            }
        }
    }
}
