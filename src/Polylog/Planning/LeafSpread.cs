namespace Polylog;

/// <summary>
/// How wide leaves are along an axis of standard deviation 1 that was halved at its quantiles again and again: the root of the power mean
/// of the slices' variances.
/// </summary>
/// <remarks>
/// Slices of a uniform axis all shrink alike. The outermost slices of a normal one hardly do, and with a high power they are what counts:
/// that is why high orders gain less on bell-shaped data than on evenly spread ones.
/// </remarks>
internal sealed class LeafSpread
{
    /// <summary>Halvings worked out; beyond them the last step goes on.</summary>
    private const int Halvings = 10;

    private static readonly Lazy<double[][]> s_normal = new(NormalVariances);

    private readonly double[] _squares;

    /// <summary>Makes the table.</summary>
    /// <param name="shape">How the axis is spread.</param>
    /// <param name="power">Power of the mean over the slices' variances, at least 1.</param>
    public LeafSpread(DataShape shape, double power)
    {
        _squares = new double[Halvings + 1];
        for (int halvings = 0; halvings <= Halvings; halvings++)
        {
            _squares[halvings] = shape == DataShape.Uniform
                ? Math.Pow(4, -halvings)
                : Math.Pow(s_normal.Value[halvings].Average(variance => Math.Pow(variance, power)), 1 / power);
        }
    }

    /// <summary>Logarithm of a leaf's width when all axes are halved in turn.</summary>
    /// <param name="leaves">Leaves, at least 1, not necessarily a whole number.</param>
    /// <param name="dimension">Axes.</param>
    public double Log(double leaves, int dimension)
    {
        double halvings = Math.Log2(leaves) / dimension;
        int all = (int)halvings;
        double more = halvings - all; // the share of the axes that are halved once more
        return 0.5 * Math.Log((1 - more) * Square(all) + more * Square(all + 1));
    }

    private double Square(int halvings) => halvings <= Halvings
        ? _squares[halvings]
        : _squares[Halvings] * Math.Pow(_squares[Halvings] / _squares[Halvings - 1], halvings - Halvings);

    /// <summary>
    /// Variances within the upper half's slices of equal probability, for 1, 2, 4, ... slices; the lower half mirrors it.
    /// </summary>
    private static double[][] NormalVariances()
    {
        const int Finest = 1 << Halvings;
        double[] upper = new double[Finest / 2]; // upper[i]: the quantile of 1/2 + i / Finest
        for (int i = 1; i < upper.Length; i++)
        {
            double x = upper[i - 1], probability = 0.5 + (double)i / Finest;
            for (int step = 0; step < 8; step++)
                x += (probability - Cumulative(x)) / Density(x);
            upper[i] = x;
        }
        double[][] variances = new double[Halvings + 1][];
        variances[0] = [1];
        for (int halvings = 1; halvings <= Halvings; halvings++)
        {
            int slices = 1 << halvings, stride = Finest / slices;
            variances[halvings] = new double[slices / 2];
            for (int i = 0; i + 1 < slices / 2; i++)
            {
                double width = upper[(i + 1) * stride] - upper[i * stride];
                variances[halvings][i] = width * width / 12; // as good as straight
            }
            // The tail beyond a: 1 + a h - h^2, with h = density / probability.
            double from = upper[(slices / 2 - 1) * stride], hazard = Density(from) * slices;
            variances[halvings][^1] = 1 + from * hazard - hazard * hazard;
        }
        return variances;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>1/2 + density (x + x^3 / 3 + x^5 / 15 + ...), for 0 &lt;= x &lt;= 5.</summary>
    private static double Cumulative(double x)
    {
        double term = x, sum = x;
        for (int odd = 3; term > sum * 1e-16 && odd < 200; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + Density(x) * sum;
    }
}
