namespace Polylog;

/// <summary>As <see cref="Cholesky.Factorise"/>, for matrices of hundreds of rows: ten times as fast with a thousand.</summary>
internal static class BlockCholesky
{
    private const int Columns = 64;

    /// <summary>Replaces the lower triangle of a matrix by that of its Cholesky factor; the upper triangle becomes garbage.</summary>
    /// <param name="matrix">IN/OUT, size x size, row-major.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="leastPivot">As in <see cref="Cholesky.Factorise"/>.</param>
    public static void Factorise(Span<double> matrix, int size, double leastPivot = 0)
    {
        double largest = 0;
        for (int a = 0; a < size; a++)
            largest = Math.Max(largest, matrix[a * size + a]);
        double[] turned = new double[size * Columns];
        for (int first = 0; first < size; first += Columns)
        {
            int end = Math.Min(first + Columns, size), from = first;
            if (first > 0 && end - first == Columns)
            {
                SubtractEarlier(matrix, size, first, turned);
            }
            else
            {
                // The kernel takes whole blocks; the last one can be smaller, and is then all that is left.
                from = 0;
            }
            for (int a = first; a < size; a++)
            {
                for (int b = first; b < Math.Min(a + 1, end); b++)
                {
                    double sum = matrix[a * size + b];
                    for (int c = from; c < b; c++)
                        sum -= matrix[a * size + c] * matrix[b * size + c];
                    matrix[a * size + b] = a == b ? Math.Sqrt(Math.Max(sum, leastPivot * largest)) : sum / matrix[b * size + b];
                }
            }
        }
    }

    /// <summary>Takes what the columns to the left explain off a block of columns.</summary>
    private static void SubtractEarlier(Span<double> matrix, int size, int first, double[] turned)
    {
        for (int b = 0; b < Columns; b++)
        {
            for (int c = 0; c < first; c++)
                turned[c * Columns + b] = matrix[(first + b) * size + c];
        }
        BlockProduct.Subtract(matrix[(first * size + first)..], size, size - first, matrix[(first * size)..], size, turned, Columns, first,
            Columns);
    }
}
