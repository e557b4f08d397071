using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// The backward pass of a two-layer network; see <see cref="TwoLayerView"/> for the notation. With g[o, i] the derivative of the loss in
/// f[o, i] and delta[i, j] = s'(z[i, j]) sum_o g[o, i] u[o, j]: du[o, j] = sum_i g[o, i] a[i, j], db[j] = sum_i delta[i, j], dw[d, j] =
/// sum_i x[d, i] delta[i, j].
/// </summary>
internal static class TwoLayerBackward
{
    private const int Block = TwoLayerView.UnitBlock;

    // Samples of a run, so few that a and delta stay in the first-level cache.
    private const int RunLength = 64;

    private static readonly float[] s_ones = [.. Enumerable.Repeat(1f, RunLength)];

    /// <summary>The gradients of one block of units.</summary>
    public static void OfBlock<TActivation>(
        TwoLayerView net, SampleColumns inputs, SampleColumns outputGradients, int block, Span<float> dw, Span<float> db, Span<float> du)
        where TActivation : struct, IActivationKernel
    {
        int first = block * Block, units = Math.Min(Block, net.Width - first);
        // One row of the block for each u[o], b and w[d], then the rows of their gradients and one spare row, since rows are added in
        // pairs.
        int rows = net.Outputs + 1 + net.Inputs;
        Span<float> scratch = TwoLayerView.Scratch((2 * rows + 1 + 2 * RunLength) * Block);
        Span<float> parameters = scratch[..(rows * Block)], sums = scratch.Slice(rows * Block, (rows + 1) * Block);
        parameters.Clear();
        sums.Clear();
        for (int row = 0; row < rows; row++)
            Row(net, row).Slice(first, units).CopyTo(parameters[(row * Block)..]);

        if (net.Inputs == 2 && net.Outputs == 1)
            TwoLayerPlane.AddGradients<TActivation>(parameters, inputs, outputGradients, sums);
        else
            AddGradients<TActivation>(net, parameters, inputs, outputGradients, scratch[((2 * rows + 1) * Block)..], sums);
        for (int o = 0; o < net.Outputs; o++)
            sums.Slice(o * Block, units).CopyTo(du[(o * net.Width + first)..]);
        sums.Slice(net.Outputs * Block, units).CopyTo(db[first..]);
        for (int d = 0; d < net.Inputs; d++)
            sums.Slice((net.Outputs + 1 + d) * Block, units).CopyTo(dw[(d * net.Width + first)..]);
    }

    private static void AddGradients<TActivation>(
        TwoLayerView net,
        ReadOnlySpan<float> parameters,
        SampleColumns inputs,
        SampleColumns outputGradients,
        Span<float> run,
        Span<float> sums)
        where TActivation : struct, IActivationKernel
    {
        int rows = sums.Length / Block - 1;
        ref float a = ref MemoryMarshal.GetReference(run);
        ref float delta = ref Unsafe.Add(ref a, RunLength * Block);
        ref float sum = ref MemoryMarshal.GetReference(sums);
        ReadOnlySpan<float> x = inputs.All, g = outputGradients.All;
        for (int start = 0; start < inputs.Count; start += RunLength)
        {
            int samples = Math.Min(RunLength, inputs.Count - start);
            Deltas<TActivation>(net, parameters, x[start..], inputs.Stride, g[start..], outputGradients.Stride, samples, ref a, ref delta);
            for (int row = 0; row < rows; row += 2)
            {
                AddPair(
                    ref row < net.Outputs ? ref a : ref delta, Factors(net, row, x, inputs.Stride, g, outputGradients.Stride, start),
                    ref row + 1 < net.Outputs
                        ? ref a
                        : ref delta, Factors(net, row + 1, x, inputs.Stride, g, outputGradients.Stride, start),
                    samples, ref Unsafe.Add(ref sum, row * Block));
            }
        }
    }

    private static ReadOnlySpan<float> Row(TwoLayerView net, int row) =>
        row < net.Outputs ? net.U.Slice(row * net.Width, net.Width)
        : row == net.Outputs ? net.B
        : net.W.Slice((row - net.Outputs - 1) * net.Width, net.Width);

    // The factors of a or delta in a row, sample by sample: g[o], 1 or x[d]; 1 for the spare row.
    private static ReadOnlySpan<float> Factors(
        TwoLayerView net, int row, ReadOnlySpan<float> x, int xStride, ReadOnlySpan<float> g, int gStride, int start)
    {
        int input = row - net.Outputs - 1;
        return row < net.Outputs ? g[(row * gStride + start)..]
            : input < 0 || input >= net.Inputs ? s_ones
            : x[(input * xStride + start)..];
    }

    // a[i, j] and delta[i, j] of a run of samples.
    private static void Deltas<TActivation>(
        TwoLayerView net,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> x,
        int xStride,
        ReadOnlySpan<float> g,
        int gStride,
        int samples,
        ref float a, ref float delta)
        where TActivation : struct, IActivationKernel
    {
        ref float u = ref MemoryMarshal.GetReference(parameters);
        ref float b = ref Unsafe.Add(ref u, net.Outputs * Block);
        for (int i = 0; i < samples; i++)
        {
            var z0 = Vector512.LoadUnsafe(ref b);
            var z1 = Vector512.LoadUnsafe(ref b, 16);
            var z2 = Vector512.LoadUnsafe(ref b, 32);
            var z3 = Vector512.LoadUnsafe(ref b, 48);
            ref float w = ref Unsafe.Add(ref b, Block);
            ref float xi = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), i);
            for (int d = 0; d < net.Inputs; d++)
            {
                var xdi = Vector512.Create(xi);
                z0 = Vectors.Fma(xdi, Vector512.LoadUnsafe(ref w), z0);
                z1 = Vectors.Fma(xdi, Vector512.LoadUnsafe(ref w, 16), z1);
                z2 = Vectors.Fma(xdi, Vector512.LoadUnsafe(ref w, 32), z2);
                z3 = Vectors.Fma(xdi, Vector512.LoadUnsafe(ref w, 48), z3);
                w = ref Unsafe.Add(ref w, Block);
                xi = ref Unsafe.Add(ref xi, xStride);
            }
            ref float gi = ref Unsafe.Add(ref MemoryMarshal.GetReference(g), i);
            ref float uo = ref u;
            var goi = Vector512.Create(gi);
            var e0 = goi * Vector512.LoadUnsafe(ref uo);
            var e1 = goi * Vector512.LoadUnsafe(ref uo, 16);
            var e2 = goi * Vector512.LoadUnsafe(ref uo, 32);
            var e3 = goi * Vector512.LoadUnsafe(ref uo, 48);
            for (int o = 1; o < net.Outputs; o++)
            {
                gi = ref Unsafe.Add(ref gi, gStride);
                uo = ref Unsafe.Add(ref uo, Block);
                goi = Vector512.Create(gi);
                e0 = Vectors.Fma(goi, Vector512.LoadUnsafe(ref uo), e0);
                e1 = Vectors.Fma(goi, Vector512.LoadUnsafe(ref uo, 16), e1);
                e2 = Vectors.Fma(goi, Vector512.LoadUnsafe(ref uo, 32), e2);
                e3 = Vectors.Fma(goi, Vector512.LoadUnsafe(ref uo, 48), e3);
            }
            ref float ai = ref Unsafe.Add(ref a, i * Block);
            ref float deltai = ref Unsafe.Add(ref delta, i * Block);
            Store<TActivation>(z0, e0, ref ai, ref deltai, 0);
            Store<TActivation>(z1, e1, ref ai, ref deltai, 16);
            Store<TActivation>(z2, e2, ref ai, ref deltai, 32);
            Store<TActivation>(z3, e3, ref ai, ref deltai, 48);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TActivation>(Vector512<float> z, Vector512<float> upstream, ref float a, ref float delta, nuint place)
        where TActivation : struct, IActivationKernel
    {
        var value = TActivation.Value(z);
        value.StoreUnsafe(ref a, place);
        TActivation.Delta(z, value, upstream).StoreUnsafe(ref delta, place);
    }

    // sum[j] += sum_i p[i] left[i, j]; sum[Block + j] += sum_i q[i] right[i, j]. Two at once, because one has too few independent sums to
    // keep the multipliers busy.
    private static void AddPair(ref float left, ReadOnlySpan<float> p, ref float right, ReadOnlySpan<float> q, int samples, ref float sum)
    {
        Vector512<float> l0, l1, l2, l3, r0, r1, r2, r3;
        l0 = l1 = l2 = l3 = r0 = r1 = r2 = r3 = Vector512<float>.Zero;
        ref float li = ref left;
        ref float ri = ref right;
        for (int i = 0; i < samples; i++)
        {
            var pi = Vector512.Create(Unsafe.Add(ref MemoryMarshal.GetReference(p), i));
            var qi = Vector512.Create(Unsafe.Add(ref MemoryMarshal.GetReference(q), i));
            l0 = Vectors.Fma(pi, Vector512.LoadUnsafe(ref li), l0);
            l1 = Vectors.Fma(pi, Vector512.LoadUnsafe(ref li, 16), l1);
            l2 = Vectors.Fma(pi, Vector512.LoadUnsafe(ref li, 32), l2);
            l3 = Vectors.Fma(pi, Vector512.LoadUnsafe(ref li, 48), l3);
            r0 = Vectors.Fma(qi, Vector512.LoadUnsafe(ref ri), r0);
            r1 = Vectors.Fma(qi, Vector512.LoadUnsafe(ref ri, 16), r1);
            r2 = Vectors.Fma(qi, Vector512.LoadUnsafe(ref ri, 32), r2);
            r3 = Vectors.Fma(qi, Vector512.LoadUnsafe(ref ri, 48), r3);
            li = ref Unsafe.Add(ref li, Block);
            ri = ref Unsafe.Add(ref ri, Block);
        }
        Add(l0, ref sum, 0);
        Add(l1, ref sum, 16);
        Add(l2, ref sum, 32);
        Add(l3, ref sum, 48);
        Add(r0, ref sum, 64);
        Add(r1, ref sum, 80);
        Add(r2, ref sum, 96);
        Add(r3, ref sum, 112);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<float> more, ref float sum, nuint place) =>
        (Vector512.LoadUnsafe(ref sum, place) + more).StoreUnsafe(ref sum, place);
}
