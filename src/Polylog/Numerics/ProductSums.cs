using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>Adds products of rows to sums without storing the products: sums over the bins of a leaf spend their time here.</summary>
internal static class ProductSums
{
    /// <summary>Rows of sums that <see cref="Add"/> takes at once; it holds four of them in registers, and eight are no faster.</summary>
    public const int Rows = 8;

    /// <summary>
    /// target[row q] += parent * factors[q] for up to <see cref="Rows"/> rows q, for blocks one after the other: products and sums are
    /// rounded one by one, as if each product were stored first.
    /// </summary>
    /// <param name="target">IN/OUT, rows of <paramref name="width"/> values.</param>
    /// <param name="rows">IN, which rows of it.</param>
    /// <param name="parent">IN, a row of the first block; of the next ones each <paramref name="distance"/> further.</param>
    /// <param name="factors">IN, consecutive rows, one for each of <paramref name="rows"/>; the same.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="distance">From a block to the next.</param>
    /// <param name="width">Length of a row, a multiple of <see cref="Kernels.Lanes"/>.</param>
    public static void Add(Span<double> target, ReadOnlySpan<int> rows, ReadOnlySpan<double> parent, ReadOnlySpan<double> factors,
        int blocks, int distance, int width)
    {
        // The loops below do not check: the last element of each row does it.
        foreach (int row in rows)
            _ = target[row * width + width - 1];
        _ = parent[(blocks - 1) * distance + width - 1];
        _ = factors[(blocks - 1) * distance + rows.Length * width - 1];
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double p = ref MemoryMarshal.GetReference(parent);
        ref double f = ref MemoryMarshal.GetReference(factors);
        int first = 0;
        for (; first + 4 <= rows.Length; first += 4)
            AddFour(ref y, rows.Slice(first, 4), ref p, ref Unsafe.Add(ref f, first * width), blocks, distance, width);
        for (; first < rows.Length; first++)
            AddOne(ref Unsafe.Add(ref y, rows[first] * width), ref p, ref Unsafe.Add(ref f, first * width), blocks, distance, width);
    }

    private static void AddFour(ref double y, ReadOnlySpan<int> rows, ref double p, ref double f, int blocks, int distance, int width)
    {
        ref double y0 = ref Unsafe.Add(ref y, rows[0] * width);
        ref double y1 = ref Unsafe.Add(ref y, rows[1] * width);
        ref double y2 = ref Unsafe.Add(ref y, rows[2] * width);
        ref double y3 = ref Unsafe.Add(ref y, rows[3] * width);
        for (int i = 0; i < width; i += 8)
        {
            nuint at = (nuint)i;
            var s0 = Vector512.LoadUnsafe(ref y0, at);
            var s1 = Vector512.LoadUnsafe(ref y1, at);
            var s2 = Vector512.LoadUnsafe(ref y2, at);
            var s3 = Vector512.LoadUnsafe(ref y3, at);
            for (int block = 0; block < blocks; block++)
            {
                nuint own = (nuint)(block * distance + i);
                var parent = Vector512.LoadUnsafe(ref p, own);
                s0 += parent * Vector512.LoadUnsafe(ref f, own);
                s1 += parent * Vector512.LoadUnsafe(ref f, own + (nuint)width);
                s2 += parent * Vector512.LoadUnsafe(ref f, own + 2 * (nuint)width);
                s3 += parent * Vector512.LoadUnsafe(ref f, own + 3 * (nuint)width);
            }
            s0.StoreUnsafe(ref y0, at);
            s1.StoreUnsafe(ref y1, at);
            s2.StoreUnsafe(ref y2, at);
            s3.StoreUnsafe(ref y3, at);
        }
    }

    private static void AddOne(ref double y, ref double p, ref double f, int blocks, int distance, int width)
    {
        for (int i = 0; i < width; i += 8)
        {
            nuint at = (nuint)i;
            var sum = Vector512.LoadUnsafe(ref y, at);
            for (int block = 0; block < blocks; block++)
            {
                nuint own = (nuint)(block * distance + i);
                sum += Vector512.LoadUnsafe(ref p, own) * Vector512.LoadUnsafe(ref f, own);
            }
            sum.StoreUnsafe(ref y, at);
        }
    }
}
