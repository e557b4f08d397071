using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <content>Kernels that reduce a row to one or two numbers.</content>
internal static partial class Kernels
{
    /// <summary>Largest and smallest of left[i] * right[i]; (0, 0) when all products are zero or the length is zero.</summary>
    public static (double Largest, double Smallest) ProductRange(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        nuint n = (nuint)Math.Min(left.Length, right.Length);
        double largest = 0, smallest = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var hi = Vector512<double>.Zero;
            var lo = Vector512<double>.Zero;
            for (nuint i = 0; i < n; i += 8)
            {
                var v = Vector512.LoadUnsafe(ref a, i) * Vector512.LoadUnsafe(ref b, i);
                hi = Vector512.MaxNative(hi, v);
                lo = Vector512.MinNative(lo, v);
            }
            for (int lane = 0; lane < 8; lane++)
            {
                largest = Math.Max(largest, hi[lane]);
                smallest = Math.Min(smallest, lo[lane]);
            }
        }
        else
        {
            var hi = Vector256<double>.Zero;
            var lo = Vector256<double>.Zero;
            for (nuint i = 0; i < n; i += 4)
            {
                var v = Vector256.LoadUnsafe(ref a, i) * Vector256.LoadUnsafe(ref b, i);
                hi = Vector256.MaxNative(hi, v);
                lo = Vector256.MinNative(lo, v);
            }
            for (int lane = 0; lane < 4; lane++)
            {
                largest = Math.Max(largest, hi[lane]);
                smallest = Math.Min(smallest, lo[lane]);
            }
        }
        return (largest, smallest);
    }

    /// <summary>Element by element the smaller of low and values into low, the larger of high and values into high.</summary>
    public static void Enclose(Span<double> low, Span<double> high, ReadOnlySpan<double> values)
    {
        ref double a = ref MemoryMarshal.GetReference(low);
        ref double b = ref MemoryMarshal.GetReference(high);
        ref double x = ref MemoryMarshal.GetReference(values);
        nuint n = (nuint)low.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (nuint i = 0; i < n; i += 8)
            {
                var v = Vector512.LoadUnsafe(ref x, i);
                Vector512.MinNative(Vector512.LoadUnsafe(ref a, i), v).StoreUnsafe(ref a, i);
                Vector512.MaxNative(Vector512.LoadUnsafe(ref b, i), v).StoreUnsafe(ref b, i);
            }
        }
        else
        {
            for (nuint i = 0; i < n; i += 4)
            {
                var v = Vector256.LoadUnsafe(ref x, i);
                Vector256.MinNative(Vector256.LoadUnsafe(ref a, i), v).StoreUnsafe(ref a, i);
                Vector256.MaxNative(Vector256.LoadUnsafe(ref b, i), v).StoreUnsafe(ref b, i);
            }
        }
    }

    /// <summary>
    /// Sum of left * right and sum of left * left. Eight running sums, one a lane, joined in a fixed order: the same bits
    /// for any vector width.
    /// </summary>
    public static (double Dot, double Square) DotAndSquare(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        nuint n = (nuint)Math.Min(left.Length, right.Length);
        Vector512<double> dots, squares;
        if (Vector512.IsHardwareAccelerated)
        {
            dots = Vector512<double>.Zero;
            squares = Vector512<double>.Zero;
            for (nuint i = 0; i < n; i += 8)
            {
                var v = Vector512.LoadUnsafe(ref a, i);
                dots = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref b, i), dots);
                squares = Vector512.FusedMultiplyAdd(v, v, squares);
            }
        }
        else
        {
            Vector256<double> dotsLow = default, dotsHigh = default, squaresLow = default, squaresHigh = default;
            for (nuint i = 0; i < n; i += 8)
            {
                var v = Vector256.LoadUnsafe(ref a, i);
                dotsLow = Vector256.FusedMultiplyAdd(v, Vector256.LoadUnsafe(ref b, i), dotsLow);
                squaresLow = Vector256.FusedMultiplyAdd(v, v, squaresLow);
                v = Vector256.LoadUnsafe(ref a, i + 4);
                dotsHigh = Vector256.FusedMultiplyAdd(v, Vector256.LoadUnsafe(ref b, i + 4), dotsHigh);
                squaresHigh = Vector256.FusedMultiplyAdd(v, v, squaresHigh);
            }
            dots = Vector512.Create(dotsLow, dotsHigh);
            squares = Vector512.Create(squaresLow, squaresHigh);
        }
        double dot = 0, square = 0;
        for (int lane = 0; lane < 8; lane++)
        {
            dot += dots[lane];
            square += squares[lane];
        }
        return (dot, square);
    }

    /// <summary>Index of the entry of largest magnitude (the first of equals), -1 for an empty row or when all are NaN.</summary>
    public static int IndexOfLargestMagnitude(ReadOnlySpan<double> row)
    {
        ref double x = ref MemoryMarshal.GetReference(row);
        nuint n = (nuint)row.Length, i = 0;
        double largest = 0;
        if (Vector512.IsHardwareAccelerated && row.Length >= 8)
        {
            var most = Vector512<double>.Zero;
            for (; i + 8 <= n; i += 8)
                most = Vector512.MaxNative(Vector512.Abs(Vector512.LoadUnsafe(ref x, i)), most);
            for (int lane = 0; lane < 8; lane++)
                largest = Math.Max(largest, most[lane]);
        }
        else if (row.Length >= 4)
        {
            var most = Vector256<double>.Zero;
            for (; i + 4 <= n; i += 4)
                most = Vector256.MaxNative(Vector256.Abs(Vector256.LoadUnsafe(ref x, i)), most);
            for (int lane = 0; lane < 4; lane++)
                largest = Math.Max(largest, most[lane]);
        }
        for (; i < n; i++)
            largest = Math.Max(largest, Math.Abs(row[(int)i]));
        for (int index = 0; index < row.Length; index++)
        {
            if (Math.Abs(row[index]) == largest)
                return index;
        }
        return -1;
    }
}
