using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>
/// The vector operations in which the engine spends its time.
/// </summary>
/// <remarks>
/// Every kernel works element by element with fused multiply-adds, so the result of an element does not depend on the
/// width of the machine's vectors: 512, 256 bits and scalar code give the same bits. Reductions are by maximum, which
/// does not depend on the order either. Lengths are multiples of <see cref="Lanes"/>: callers pad their rows, so there
/// are no tails. The tests compare each with a plain loop.
/// </remarks>
internal static partial class Kernels
{
    /// <summary>Doubles in the widest vector; every row length handed to a kernel is a multiple of it.</summary>
    public const int Lanes = 8;

    /// <summary>Rounds a length up to a multiple of <see cref="Lanes"/>.</summary>
    public static int Pad(int length) => (length + (Lanes - 1)) & ~(Lanes - 1);

    /// <summary>target -= factor * row.</summary>
    public static void SubtractScaled(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double x = ref MemoryMarshal.GetReference(row);
        nuint n = (nuint)Math.Min(target.Length, row.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            var c = Vector512.Create(-factor);
            for (nuint i = 0; i < n; i += 8)
                Vector512.FusedMultiplyAdd(c, Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref y, i)).StoreUnsafe(ref y, i);
        }
        else
        {
            var c = Vector256.Create(-factor);
            for (nuint i = 0; i < n; i += 4)
                Vector256.FusedMultiplyAdd(c, Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref y, i)).StoreUnsafe(ref y, i);
        }
    }

    /// <summary>
    /// target -= f0 * r0 + f1 * r1 + f2 * r2 + f3 * r3, where r0..r3 are four consecutive rows of a matrix: one load and
    /// store of the target for four multiply-adds.
    /// </summary>
    /// <param name="target">IN/OUT, length a multiple of <see cref="Lanes"/>.</param>
    /// <param name="factors">IN, four factors.</param>
    /// <param name="rows">IN, the first row, with the three others each <paramref name="stride"/> further.</param>
    /// <param name="stride">Distance of consecutive rows, in doubles.</param>
    public static void SubtractScaled4(Span<double> target, ReadOnlySpan<double> factors, ReadOnlySpan<double> rows, int stride)
    {
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double x0 = ref MemoryMarshal.GetReference(rows);
        ref double x1 = ref Unsafe.Add(ref x0, stride);
        ref double x2 = ref Unsafe.Add(ref x1, stride);
        ref double x3 = ref Unsafe.Add(ref x2, stride);
        nuint n = (nuint)target.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            var c0 = Vector512.Create(-factors[0]);
            var c1 = Vector512.Create(-factors[1]);
            var c2 = Vector512.Create(-factors[2]);
            var c3 = Vector512.Create(-factors[3]);
            for (nuint i = 0; i < n; i += 8)
            {
                var v = Vector512.LoadUnsafe(ref y, i);
                v = Vector512.FusedMultiplyAdd(c0, Vector512.LoadUnsafe(ref x0, i), v);
                v = Vector512.FusedMultiplyAdd(c1, Vector512.LoadUnsafe(ref x1, i), v);
                v = Vector512.FusedMultiplyAdd(c2, Vector512.LoadUnsafe(ref x2, i), v);
                v = Vector512.FusedMultiplyAdd(c3, Vector512.LoadUnsafe(ref x3, i), v);
                v.StoreUnsafe(ref y, i);
            }
        }
        else
        {
            var c0 = Vector256.Create(-factors[0]);
            var c1 = Vector256.Create(-factors[1]);
            var c2 = Vector256.Create(-factors[2]);
            var c3 = Vector256.Create(-factors[3]);
            for (nuint i = 0; i < n; i += 4)
            {
                var v = Vector256.LoadUnsafe(ref y, i);
                v = Vector256.FusedMultiplyAdd(c0, Vector256.LoadUnsafe(ref x0, i), v);
                v = Vector256.FusedMultiplyAdd(c1, Vector256.LoadUnsafe(ref x1, i), v);
                v = Vector256.FusedMultiplyAdd(c2, Vector256.LoadUnsafe(ref x2, i), v);
                v = Vector256.FusedMultiplyAdd(c3, Vector256.LoadUnsafe(ref x3, i), v);
                v.StoreUnsafe(ref y, i);
            }
        }
    }

    /// <summary>
    /// target = row / divisor; the two may be the same. By the reciprocal and one correction: a third of a division's time, and what equals
    /// the divisor still becomes exactly 1.
    /// </summary>
    public static void Divide(Span<double> target, ReadOnlySpan<double> row, double divisor)
    {
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double x = ref MemoryMarshal.GetReference(row);
        nuint n = (nuint)Math.Min(target.Length, row.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            var reciprocal = Vector512.Create(1 / divisor);
            var minus = Vector512.Create(-divisor);
            for (nuint i = 0; i < n; i += 8)
            {
                var v = Vector512.LoadUnsafe(ref x, i);
                var quotient = v * reciprocal;
                Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(minus, quotient, v), reciprocal, quotient).StoreUnsafe(ref y, i);
            }
        }
        else
        {
            var reciprocal = Vector256.Create(1 / divisor);
            var minus = Vector256.Create(-divisor);
            for (nuint i = 0; i < n; i += 4)
            {
                var v = Vector256.LoadUnsafe(ref x, i);
                var quotient = v * reciprocal;
                Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(minus, quotient, v), reciprocal, quotient).StoreUnsafe(ref y, i);
            }
        }
    }

    /// <summary>target += row.</summary>
    public static void Add(Span<double> target, ReadOnlySpan<double> row)
    {
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double x = ref MemoryMarshal.GetReference(row);
        nuint n = (nuint)Math.Min(target.Length, row.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            for (nuint i = 0; i < n; i += 8)
                (Vector512.LoadUnsafe(ref y, i) + Vector512.LoadUnsafe(ref x, i)).StoreUnsafe(ref y, i);
        }
        else
        {
            for (nuint i = 0; i < n; i += 4)
                (Vector256.LoadUnsafe(ref y, i) + Vector256.LoadUnsafe(ref x, i)).StoreUnsafe(ref y, i);
        }
    }

    /// <summary>target = left * right, element by element.</summary>
    public static void Multiply(Span<double> target, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        nuint n = (nuint)target.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (nuint i = 0; i < n; i += 8)
                (Vector512.LoadUnsafe(ref a, i) * Vector512.LoadUnsafe(ref b, i)).StoreUnsafe(ref y, i);
        }
        else
        {
            for (nuint i = 0; i < n; i += 4)
                (Vector256.LoadUnsafe(ref a, i) * Vector256.LoadUnsafe(ref b, i)).StoreUnsafe(ref y, i);
        }
    }

    /// <summary>target = 2 * x * previous - beforePrevious: the three-term recurrence of the Chebyshev polynomials.</summary>
    public static void ChebyshevNext(
        Span<double> target, ReadOnlySpan<double> x, ReadOnlySpan<double> previous, ReadOnlySpan<double> beforePrevious)
    {
        ref double y = ref MemoryMarshal.GetReference(target);
        ref double a = ref MemoryMarshal.GetReference(x);
        ref double p = ref MemoryMarshal.GetReference(previous);
        ref double q = ref MemoryMarshal.GetReference(beforePrevious);
        nuint n = (nuint)target.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (nuint i = 0; i < n; i += 8)
            {
                var twice = Vector512.LoadUnsafe(ref a, i) + Vector512.LoadUnsafe(ref a, i);
                Vector512.FusedMultiplyAdd(twice, Vector512.LoadUnsafe(ref p, i), -Vector512.LoadUnsafe(ref q, i)).StoreUnsafe(ref y, i);
            }
        }
        else
        {
            for (nuint i = 0; i < n; i += 4)
            {
                var twice = Vector256.LoadUnsafe(ref a, i) + Vector256.LoadUnsafe(ref a, i);
                Vector256.FusedMultiplyAdd(twice, Vector256.LoadUnsafe(ref p, i), -Vector256.LoadUnsafe(ref q, i)).StoreUnsafe(ref y, i);
            }
        }
    }
}
