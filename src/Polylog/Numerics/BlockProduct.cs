using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>
/// target -= factors * rows for matrices: the dense steps of a large leaf spend their time here.
/// </summary>
/// <remarks>
/// Every element takes its fused multiply-adds one after the other in the order of the rows, exactly as in a plain triple loop: the bits
/// depend neither on the blocks, nor on the width of the machine's vectors, nor on who works on which columns. The blocks are for the
/// caches:
/// <see cref="TileRows"/> x <see cref="TileColumns"/> targets stay in the first one while the rows stream past, and four rows are
/// applied to four targets at a time with the sixteen factors in registers.
/// </remarks>
internal static class BlockProduct
{
    /// <summary>Columns of a tile: with <see cref="TileRows"/> rows 32 KB.</summary>
    public const int TileColumns = 128;

    /// <summary>Target rows of a tile.</summary>
    public const int TileRows = 32;

    /// <summary>Rows that stream past a block held in registers: eight columns of them stay in the first cache.</summary>
    private const int Depth = 128;

    /// <summary>target[i, j] -= sum over q of factors[i, q] * rows[q, j].</summary>
    /// <param name="target">IN/OUT, <paramref name="targets"/> rows.</param>
    /// <param name="targetStride">Distance of consecutive target rows.</param>
    /// <param name="targets">How many target rows.</param>
    /// <param name="factors">IN, <paramref name="targets"/> rows of <paramref name="count"/> factors.</param>
    /// <param name="factorStride">Distance of consecutive rows of factors.</param>
    /// <param name="rows">IN, <paramref name="count"/> rows.</param>
    /// <param name="rowStride">Distance of consecutive rows.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="columns">Columns, a multiple of <see cref="Kernels.Lanes"/>.</param>
    public static void Subtract(
        Span<double> target, int targetStride, int targets, ReadOnlySpan<double> factors, int factorStride,
        ReadOnlySpan<double> rows, int rowStride, int count, int columns)
    {
        if (targets <= 0 || count <= 0 || columns <= 0)
            return;
        // The kernels below do not check: the last element of each matrix does it for all.
        _ = target[(targets - 1) * targetStride + columns - 1];
        _ = factors[(targets - 1) * factorStride + count - 1];
        _ = rows[(count - 1) * rowStride + columns - 1];
        for (int column = 0; column < columns; column += TileColumns)
        {
            int width = Math.Min(TileColumns, columns - column);
            for (int first = 0; first < targets; first += TileRows)
            {
                SubtractTile(
                    target[(first * targetStride + column)..], targetStride, Math.Min(TileRows, targets - first),
                    factors[(first * factorStride)..], factorStride, rows[column..], rowStride, count, width);
            }
        }
    }

    private static void SubtractTile(
        Span<double> target, int targetStride, int targets, ReadOnlySpan<double> factors, int factorStride,
        ReadOnlySpan<double> rows, int rowStride, int count, int width)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            SubtractBlocks(target, targetStride, targets, factors, factorStride, rows, rowStride, count, width);
            return;
        }
        int q = 0;
        for (; q + 4 <= count; q += 4)
        {
            ref double row = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), q * rowStride);
            int i = 0;
            for (; i + 4 <= targets; i += 4)
            {
                SubtractFour(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(target), i * targetStride), targetStride,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(factors), i * factorStride + q), factorStride, ref row, rowStride,
                        (nuint)width);
            }
            for (; i < targets; i++)
                Kernels.SubtractScaled4(
                    target.Slice(i * targetStride, width), factors.Slice(i * factorStride + q, 4), rows[(q * rowStride)..], rowStride);
        }
        for (; q < count; q++)
        {
            for (int i = 0; i < targets; i++)
                Kernels.SubtractScaled(
                    target.Slice(i * targetStride, width), factors[i * factorStride + q], rows.Slice(q * rowStride, width));
        }
    }

    /// <summary>
    /// With 256 bits there are sixteen registers: eight hold four targets of eight columns while <see cref="Depth"/> rows stream past, so
    /// that the loads do not limit the multiply-adds.
    /// </summary>
    private static void SubtractBlocks(
        Span<double> target, int targetStride, int targets, ReadOnlySpan<double> factors, int factorStride,
        ReadOnlySpan<double> rows, int rowStride, int count, int width)
    {
        int whole = targets & ~3;
        for (int q = 0; q < count; q += Depth)
        {
            int depth = Math.Min(Depth, count - q);
            ref double row = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), q * rowStride);
            for (int i = 0; i < whole; i += 4)
            {
                ref double y = ref Unsafe.Add(ref MemoryMarshal.GetReference(target), i * targetStride);
                ref double f = ref Unsafe.Add(ref MemoryMarshal.GetReference(factors), i * factorStride + q);
                for (int column = 0; column < width; column += Kernels.Lanes)
                    SubtractBlock(ref Unsafe.Add(ref y, column), targetStride, ref f, factorStride, ref Unsafe.Add(ref row, column),
                        rowStride, depth);
            }
        }
        for (int i = whole; i < targets; i++)
        {
            Span<double> own = target.Slice(i * targetStride, width);
            int q = 0;
            for (; q + 4 <= count; q += 4)
                Kernels.SubtractScaled4(own, factors.Slice(i * factorStride + q, 4), rows[(q * rowStride)..], rowStride);
            for (; q < count; q++)
                Kernels.SubtractScaled(own, factors[i * factorStride + q], rows.Slice(q * rowStride, width));
        }
    }

    private static void SubtractBlock(
        ref double y, nint targetStride, ref double f, nint factorStride, ref double x, nint rowStride, int depth)
    {
        ref double y1 = ref Unsafe.Add(ref y, targetStride);
        ref double y2 = ref Unsafe.Add(ref y1, targetStride);
        ref double y3 = ref Unsafe.Add(ref y2, targetStride);
        ref double f1 = ref Unsafe.Add(ref f, factorStride);
        ref double f2 = ref Unsafe.Add(ref f1, factorStride);
        ref double f3 = ref Unsafe.Add(ref f2, factorStride);
        Vector256<double> v00 = Vector256.LoadUnsafe(ref y), v01 = Vector256.LoadUnsafe(ref y, 4);
        Vector256<double> v10 = Vector256.LoadUnsafe(ref y1), v11 = Vector256.LoadUnsafe(ref y1, 4);
        Vector256<double> v20 = Vector256.LoadUnsafe(ref y2), v21 = Vector256.LoadUnsafe(ref y2, 4);
        Vector256<double> v30 = Vector256.LoadUnsafe(ref y3), v31 = Vector256.LoadUnsafe(ref y3, 4);
        for (nint q = 0; q < depth; q++)
        {
            var low = Vector256.LoadUnsafe(ref x);
            var high = Vector256.LoadUnsafe(ref x, 4);
            var c = Vector256.Create(-Unsafe.Add(ref f, q));
            v00 = Vector256.FusedMultiplyAdd(c, low, v00);
            v01 = Vector256.FusedMultiplyAdd(c, high, v01);
            c = Vector256.Create(-Unsafe.Add(ref f1, q));
            v10 = Vector256.FusedMultiplyAdd(c, low, v10);
            v11 = Vector256.FusedMultiplyAdd(c, high, v11);
            c = Vector256.Create(-Unsafe.Add(ref f2, q));
            v20 = Vector256.FusedMultiplyAdd(c, low, v20);
            v21 = Vector256.FusedMultiplyAdd(c, high, v21);
            c = Vector256.Create(-Unsafe.Add(ref f3, q));
            v30 = Vector256.FusedMultiplyAdd(c, low, v30);
            v31 = Vector256.FusedMultiplyAdd(c, high, v31);
            x = ref Unsafe.Add(ref x, rowStride);
        }
        v00.StoreUnsafe(ref y);
        v01.StoreUnsafe(ref y, 4);
        v10.StoreUnsafe(ref y1);
        v11.StoreUnsafe(ref y1, 4);
        v20.StoreUnsafe(ref y2);
        v21.StoreUnsafe(ref y2, 4);
        v30.StoreUnsafe(ref y3);
        v31.StoreUnsafe(ref y3, 4);
    }

    /// <summary>Four rows onto four targets: eight loads and four stores for sixteen multiply-adds.</summary>
    private static void SubtractFour(
        ref double y, nint targetStride, ref double f, nint factorStride, ref double x, nint rowStride, nuint n)
    {
        ref double f1 = ref Unsafe.Add(ref f, factorStride);
        ref double f2 = ref Unsafe.Add(ref f1, factorStride);
        ref double f3 = ref Unsafe.Add(ref f2, factorStride);
        var c00 = Vector512.Create(-f);
        var c01 = Vector512.Create(-Unsafe.Add(ref f, 1));
        var c02 = Vector512.Create(-Unsafe.Add(ref f, 2));
        var c03 = Vector512.Create(-Unsafe.Add(ref f, 3));
        var c10 = Vector512.Create(-f1);
        var c11 = Vector512.Create(-Unsafe.Add(ref f1, 1));
        var c12 = Vector512.Create(-Unsafe.Add(ref f1, 2));
        var c13 = Vector512.Create(-Unsafe.Add(ref f1, 3));
        var c20 = Vector512.Create(-f2);
        var c21 = Vector512.Create(-Unsafe.Add(ref f2, 1));
        var c22 = Vector512.Create(-Unsafe.Add(ref f2, 2));
        var c23 = Vector512.Create(-Unsafe.Add(ref f2, 3));
        var c30 = Vector512.Create(-f3);
        var c31 = Vector512.Create(-Unsafe.Add(ref f3, 1));
        var c32 = Vector512.Create(-Unsafe.Add(ref f3, 2));
        var c33 = Vector512.Create(-Unsafe.Add(ref f3, 3));
        ref double y1 = ref Unsafe.Add(ref y, targetStride);
        ref double y2 = ref Unsafe.Add(ref y1, targetStride);
        ref double y3 = ref Unsafe.Add(ref y2, targetStride);
        ref double x1 = ref Unsafe.Add(ref x, rowStride);
        ref double x2 = ref Unsafe.Add(ref x1, rowStride);
        ref double x3 = ref Unsafe.Add(ref x2, rowStride);
        for (nuint i = 0; i < n; i += 8)
        {
            var v0 = Vector512.LoadUnsafe(ref y, i);
            var v1 = Vector512.LoadUnsafe(ref y1, i);
            var v2 = Vector512.LoadUnsafe(ref y2, i);
            var v3 = Vector512.LoadUnsafe(ref y3, i);
            var r = Vector512.LoadUnsafe(ref x, i);
            v0 = Vector512.FusedMultiplyAdd(c00, r, v0);
            v1 = Vector512.FusedMultiplyAdd(c10, r, v1);
            v2 = Vector512.FusedMultiplyAdd(c20, r, v2);
            v3 = Vector512.FusedMultiplyAdd(c30, r, v3);
            r = Vector512.LoadUnsafe(ref x1, i);
            v0 = Vector512.FusedMultiplyAdd(c01, r, v0);
            v1 = Vector512.FusedMultiplyAdd(c11, r, v1);
            v2 = Vector512.FusedMultiplyAdd(c21, r, v2);
            v3 = Vector512.FusedMultiplyAdd(c31, r, v3);
            r = Vector512.LoadUnsafe(ref x2, i);
            v0 = Vector512.FusedMultiplyAdd(c02, r, v0);
            v1 = Vector512.FusedMultiplyAdd(c12, r, v1);
            v2 = Vector512.FusedMultiplyAdd(c22, r, v2);
            v3 = Vector512.FusedMultiplyAdd(c32, r, v3);
            r = Vector512.LoadUnsafe(ref x3, i);
            v0 = Vector512.FusedMultiplyAdd(c03, r, v0);
            v1 = Vector512.FusedMultiplyAdd(c13, r, v1);
            v2 = Vector512.FusedMultiplyAdd(c23, r, v2);
            v3 = Vector512.FusedMultiplyAdd(c33, r, v3);
            v0.StoreUnsafe(ref y, i);
            v1.StoreUnsafe(ref y1, i);
            v2.StoreUnsafe(ref y2, i);
            v3.StoreUnsafe(ref y3, i);
        }
    }
}
