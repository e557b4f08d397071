namespace Polylog;

/// <summary>Solves symmetric positive definite systems of equations. Only the lower triangle of a matrix is read.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of a matrix by that of its Cholesky factor. Cost size^3 / 3 flops.</summary>
    /// <param name="matrix">IN/OUT, size x size, row-major.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="leastPivot">
    /// Pivots below this share of the largest diagonal element are rounding. They are raised to it, which shortens the solution along them.
    /// </param>
    public static void Factorise(Span<double> matrix, int size, double leastPivot = 0)
    {
        double largest = 0;
        for (int a = 0; a < size; a++)
            largest = Math.Max(largest, matrix[a * size + a]);
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = matrix[a * size + b];
                for (int c = 0; c < b; c++)
                    sum -= matrix[a * size + c] * matrix[b * size + c];
                matrix[a * size + b] = a == b ? Math.Sqrt(Math.Max(sum, leastPivot * largest)) : sum / matrix[b * size + b];
            }
        }
    }

    /// <summary>Solves for a right-hand side. Cost 2 size^2 flops.</summary>
    /// <param name="factor">IN, of <see cref="Factorise"/>.</param>
    /// <param name="side">IN/OUT, the right-hand side; then the solution.</param>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> side)
    {
        int size = side.Length;
        for (int a = 0; a < size; a++)
        {
            for (int c = 0; c < a; c++)
                side[a] -= factor[a * size + c] * side[c];
            side[a] /= factor[a * size + a];
        }
        for (int a = size - 1; a >= 0; a--)
        {
            for (int c = a + 1; c < size; c++)
                side[a] -= factor[c * size + a] * side[c];
            side[a] /= factor[a * size + a];
        }
    }
}
