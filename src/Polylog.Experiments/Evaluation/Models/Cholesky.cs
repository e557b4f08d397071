namespace Polylog.Experiments;

/// <summary>Solves symmetric positive definite systems, of which the lower triangle is looked at.</summary>
internal static class Cholesky
{
    // Pivots below this share of the largest are rounding; they are lifted, which shortens the step along them.
    private const double Least = 1e-14;

    public static double[] Solve(double[,] matrix, double[] right)
    {
        int size = right.Length;
        double[,] factor = new double[size, size];
        double largest = 0;
        for (int i = 0; i < size; i++)
            largest = Math.Max(largest, matrix[i, i]);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                    sum -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Math.Sqrt(Math.Max(sum, Least * largest)) : sum / factor[j, j];
            }
        }
        double[] solution = [.. right];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < i; k++)
                solution[i] -= factor[i, k] * solution[k];
            solution[i] /= factor[i, i];
        }
        for (int i = size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < size; k++)
                solution[i] -= factor[k, i] * solution[k];
            solution[i] /= factor[i, i];
        }
        return solution;
    }
}
