namespace Polylog.Reports.Tests;

/// <summary>Rows of correlated columns, the same for a seed.</summary>
internal static class MadeRows
{
    public static Measure Normal(int rows, int columns, int seed = 1)
    {
        var random = new Random(seed);
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            double common = Normal(random);
            for (int column = 0; column < columns; column++)
                values[i * columns + column] = 0.5 * common + Normal(random);
        }
        return new Measure(values, columns);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
