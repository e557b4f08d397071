namespace Polylog.Experiments;

/// <summary>
/// The paper's regression data (figures 3 and 5a): a two-layer ReLU network of width 50 with all parameters uniform in [-1,1] as the
/// teacher, inputs uniform in [-1,1]^2, Gaussian noise of standard deviation 3 on the target.
/// </summary>
public sealed class TeacherStudent
{
    /// <summary>Columns of a row: x1, x2, y.</summary>
    public const int Columns = 3;

    /// <summary>Units of the teacher, and of the students.</summary>
    public const int Width = 50;

    private const double Noise = 3;

    private readonly double[] _teacher = new double[4 * Width + 1]; // v, w1, w2, b of each unit, then the output bias

    private SplitMix64 _random;

    /// <summary>Draws a teacher.</summary>
    /// <param name="seed">Seed of the teacher and of the rows.</param>
    public TeacherStudent(ulong seed)
    {
        _random = new SplitMix64(seed);
        for (int i = 0; i < _teacher.Length; i++)
            _teacher[i] = _random.Uniform(-1, 1);
    }

    /// <summary>Draws a teacher, and rows from it.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="seed">Seed of the teacher and the rows.</param>
    /// <returns>rows x 3, row-major: x1, x2, y.</returns>
    public static double[] Draw(int rows, ulong seed) => new TeacherStudent(seed).Rows(rows);

    /// <summary>Draws more rows.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="noisy">Whether the target has noise; without noise it is the teacher's output.</param>
    /// <returns>rows x 3, row-major: x1, x2, y.</returns>
    public double[] Rows(int rows, bool noisy = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        double[] values = new double[rows * Columns];
        for (int i = 0; i < rows; i++)
        {
            double x1 = _random.Uniform(-1, 1), x2 = _random.Uniform(-1, 1);
            values[i * Columns] = x1;
            values[i * Columns + 1] = x2;
            values[i * Columns + 2] = Value(x1, x2) + (noisy ? Noise * _random.Normal() : 0);
        }
        return values;
    }

    /// <summary>The target without noise.</summary>
    /// <param name="x1">First coordinate.</param>
    /// <param name="x2">Second coordinate.</param>
    public double Value(double x1, double x2)
    {
        double y = _teacher[^1];
        for (int unit = 0; unit < Width; unit++)
        {
            ReadOnlySpan<double> p = _teacher.AsSpan(4 * unit, 4);
            y += p[0] * Math.Max(0, p[1] * x1 + p[2] * x2 + p[3]);
        }
        return y;
    }
}
