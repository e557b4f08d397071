namespace Polylog.Cli;

/// <summary>
/// The demo's table, the paper's regression data: a two-layer ReLU network of width 50 with all parameters uniform in [-1,1] is the
/// teacher, inputs are uniform in [-1,1]^2, and the target has Gaussian noise of standard deviation 3.
/// </summary>
/// <remarks>The experiments draw the same rows; this program does without them and what they bring along.</remarks>
internal static class DemoTable
{
    /// <summary>Columns of a row: x1, x2, y.</summary>
    public const int Columns = 3;

    private const int Units = 50;
    private const double Noise = 3;

    /// <summary>Draws a teacher, and rows from it.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="seed">Seed of the teacher and the rows.</param>
    /// <returns>rows x 3, row-major.</returns>
    public static double[] Draw(int rows, ulong seed)
    {
        var random = new SplitMix64(seed);
        double[] teacher = new double[4 * Units + 1]; // v, w1, w2, b of each unit, then the output bias
        for (int i = 0; i < teacher.Length; i++)
            teacher[i] = random.Uniform(-1, 1);
        double[] values = new double[rows * Columns];
        for (int i = 0; i < rows; i++)
        {
            double x1 = random.Uniform(-1, 1), x2 = random.Uniform(-1, 1);
            values[i * Columns] = x1;
            values[i * Columns + 1] = x2;
            values[i * Columns + 2] = Value(teacher, x1, x2) + Noise * random.Normal();
        }
        return values;
    }

    private static double Value(double[] teacher, double x1, double x2)
    {
        double y = teacher[^1];
        for (int unit = 0; unit < Units; unit++)
        {
            ReadOnlySpan<double> p = teacher.AsSpan(4 * unit, 4);
            y += p[0] * Math.Max(0, p[1] * x1 + p[2] * x2 + p[3]);
        }
        return y;
    }
}
