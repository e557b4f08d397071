namespace Polylog.Experiments;

/// <summary>
/// The paper's regression data (fig. 3): a two-layer ReLU network of width 50 with all parameters uniform in [-1,1] as the teacher, inputs uniform in
/// [-1,1]^2, Gaussian noise of standard deviation 3 on the target.
/// </summary>
public static class TeacherStudent
{
    /// <summary>Columns of a row: x1, x2, y.</summary>
    public const int Columns = 3;

    private const int Width = 50;
    private const double Noise = 3;

    /// <summary>Draws rows.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="seed">Seed of the teacher and the rows.</param>
    /// <returns>rows x 3, row-major: x1, x2, y.</returns>
    public static double[] Draw(int rows, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var random = new SplitMix64(seed);
        double[] teacher = new double[4 * Width + 1]; // v, w1, w2, b of each unit, then the output bias
        for (int i = 0; i < teacher.Length; i++)
            teacher[i] = random.Uniform(-1, 1);
        double[] values = new double[rows * Columns];
        for (int i = 0; i < rows; i++)
        {
            double x1 = random.Uniform(-1, 1), x2 = random.Uniform(-1, 1);
            double y = teacher[^1];
            for (int unit = 0; unit < Width; unit++)
            {
                ReadOnlySpan<double> p = teacher.AsSpan(4 * unit, 4);
                y += p[0] * Math.Max(0, p[1] * x1 + p[2] * x2 + p[3]);
            }
            values[i * Columns] = x1;
            values[i * Columns + 1] = x2;
            values[i * Columns + 2] = y + Noise * random.Normal();
        }
        return values;
    }
}
