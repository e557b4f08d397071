namespace Polylog;

/// <summary>
/// Solves for the factors of an elimination: how many times each pivot row is subtracted from a target row, where each subtraction changes
/// the entries that the later factors depend on.
/// </summary>
internal static class TriangularSolve
{
    /// <summary>
    /// Works out the factors of <paramref name="count"/> pivot rows and takes the rows off the targets' first columns. The pivot of row q
    /// is in column first + q; target entries there, and left of there, are garbage afterwards.
    /// </summary>
    /// <param name="target">IN/OUT, <paramref name="targets"/> rows.</param>
    /// <param name="targetStride">Distance of consecutive target rows.</param>
    /// <param name="targets">How many target rows.</param>
    /// <param name="pivots">IN, the pivot rows.</param>
    /// <param name="pivotStride">Distance of consecutive pivot rows.</param>
    /// <param name="first">Column of the first row's pivot.</param>
    /// <param name="count">How many pivot rows.</param>
    /// <param name="reciprocals">IN, reciprocals of the pivots; empty when they are 1.</param>
    /// <param name="factors">OUT, <paramref name="targets"/> rows of <paramref name="count"/> factors.</param>
    /// <param name="factorStride">Distance of consecutive rows of factors.</param>
    /// <param name="columns">Columns that are brought up to date, at least first + count, a multiple of
    /// <see cref="Kernels.Lanes"/>.</param>
    public static void Run(
        Span<double> target, int targetStride, int targets, ReadOnlySpan<double> pivots, int pivotStride, int first, int count,
        ReadOnlySpan<double> reciprocals, Span<double> factors, int factorStride, int columns)
    {
        for (int q = 0; q < count; q += 4)
        {
            int taken = Math.Min(4, count - q);
            for (int i = 0; i < targets; i++)
            {
                ReadOnlySpan<double> values = target.Slice(i * targetStride + first + q, taken);
                Span<double> found = factors.Slice(i * factorStride + q, taken);
                for (int a = 0; a < taken; a++)
                {
                    double factor = values[a];
                    for (int b = 0; b < a; b++)
                        factor = Math.FusedMultiplyAdd(-found[b], pivots[(q + b) * pivotStride + first + q + a], factor);
                    found[a] = reciprocals.IsEmpty ? factor : factor * reciprocals[q + a];
                }
            }
            int from = (first + q + taken) & ~(Kernels.Lanes - 1);
            if (from < columns)
                BlockProduct.Subtract(target[from..], targetStride, targets, factors[q..], factorStride, pivots[(q * pivotStride + from)..],
                    pivotStride, taken, columns - from);
        }
    }
}
