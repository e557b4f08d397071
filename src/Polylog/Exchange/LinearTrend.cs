namespace Polylog;

/// <summary>
/// Subtracts the linear trend from values at points: least squares with a small ridge, so that dependent columns do no harm.
/// </summary>
internal static class LinearTrend
{
    /// <summary>Ridge, in parts of the total weight: coordinates are in units of their standard deviations.</summary>
    private const double Ridge = 1e-9;

    /// <summary>Takes it off.</summary>
    /// <param name="coordinates">IN, dimension x <paramref name="stride"/>, standardised.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="values">IN/OUT, columns x <paramref name="stride"/>.</param>
    /// <param name="columns">Columns of values.</param>
    /// <param name="weights">IN, weights of the points.</param>
    public static void Remove(
        ReadOnlySpan<double> coordinates, int stride, int dimension, Span<double> values, int columns, ReadOnlySpan<double> weights)
    {
        int size = dimension + 1;
        double[] factor = Gram(coordinates, stride, dimension, weights);
        Cholesky.Factorise(factor, size);
        double[] slope = new double[size];
        for (int column = 0; column < columns; column++)
        {
            Span<double> own = values.Slice(column * stride, weights.Length);
            for (int a = 0; a < size; a++)
            {
                double sum = 0;
                for (int i = 0; i < own.Length; i++)
                    sum += weights[i] * own[i] * At(coordinates, stride, a, i);
                slope[a] = sum;
            }
            Cholesky.Solve(factor, slope);
            for (int i = 0; i < own.Length; i++)
            {
                double trend = 0;
                for (int a = 0; a < size; a++)
                    trend += slope[a] * At(coordinates, stride, a, i);
                own[i] -= trend;
            }
        }
    }

    private static double At(ReadOnlySpan<double> coordinates, int stride, int term, int point) =>
        term == 0 ? 1 : coordinates[(term - 1) * stride + point];

    private static double[] Gram(ReadOnlySpan<double> coordinates, int stride, int dimension, ReadOnlySpan<double> weights)
    {
        int size = dimension + 1;
        double[] gram = new double[size * size];
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int i = 0; i < weights.Length; i++)
                    sum += weights[i] * At(coordinates, stride, a, i) * At(coordinates, stride, b, i);
                gram[a * size + b] = sum;
            }
        }
        double ridge = Ridge * gram[0];
        for (int a = 0; a < size; a++)
            gram[a * size + a] += ridge;
        return gram;
    }
}
