namespace Polylog.Benchmarks;

/// <summary>Dot products of rows of any length; the library's kernels want rows padded to the width of vectors.</summary>
internal static class DotProduct
{
    public static double Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double even = 0, odd = 0;
        int i = 0;
        for (; i + 1 < left.Length; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }
        return even + odd + (i < left.Length ? left[i] * right[i] : 0);
    }
}
