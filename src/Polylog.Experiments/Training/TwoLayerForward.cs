using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>The forward pass of a two-layer network; see <see cref="TwoLayerView"/> for the notation.</summary>
internal static class TwoLayerForward
{
    private const int Group = SampleColumns.Group;

    /// <summary>f[o, i] for one group of samples.</summary>
    public static void OfGroup<TActivation>(TwoLayerView net, SampleColumns inputs, SampleColumns outputs, int group)
        where TActivation : struct, IActivationKernel
    {
        ref float a = ref MemoryMarshal.GetReference(TwoLayerView.Scratch(TwoLayerView.UnitBlock * Group));
        ReadOnlySpan<float> x = inputs.All[(group * Group)..];
        Span<float> f = outputs.All;
        for (int o = 0; o < net.Outputs; o++)
            f.Slice(o * outputs.Stride + group * Group, Group).Fill(net.Bias[o]);
        for (int first = 0; first < net.Width; first += TwoLayerView.UnitBlock)
        {
            int units = Math.Min(TwoLayerView.UnitBlock, net.Width - first);
            if (net.Inputs == 2 && net.Outputs == 1)
            {
                TwoLayerPlane.AddOutputs<TActivation>(net, x, inputs.Stride, first, units, f.Slice(group * Group, Group));
                continue;
            }
            Activations<TActivation>(net, x, inputs.Stride, first, units, ref a);
            for (int o = 0; o < net.Outputs; o++)
                AddProducts(net.U.Slice(o * net.Width + first, units), ref a, f.Slice(o * outputs.Stride + group * Group, Group));
        }
    }

    // a[j, i] = s(b[j] + sum_d w[d, j] x[d, i])
    private static void Activations<TActivation>(
        TwoLayerView net, ReadOnlySpan<float> inputs, int stride, int first, int units, ref float a)
        where TActivation : struct, IActivationKernel
    {
        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(net.W), first);
        ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(net.B), first);
        for (int j = 0; j < units; j++)
        {
            Vector512<float> z0, z1, z2, z3;
            z0 = z1 = z2 = z3 = Vector512.Create(Unsafe.Add(ref b, j));
            ref float wj = ref Unsafe.Add(ref w, j);
            ref float xd = ref x;
            for (int d = 0; d < net.Inputs; d++)
            {
                var wdj = Vector512.Create(wj);
                z0 = Vectors.Fma(wdj, Vector512.LoadUnsafe(ref xd), z0);
                z1 = Vectors.Fma(wdj, Vector512.LoadUnsafe(ref xd, 16), z1);
                z2 = Vectors.Fma(wdj, Vector512.LoadUnsafe(ref xd, 32), z2);
                z3 = Vectors.Fma(wdj, Vector512.LoadUnsafe(ref xd, 48), z3);
                wj = ref Unsafe.Add(ref wj, net.Width);
                xd = ref Unsafe.Add(ref xd, stride);
            }
            ref float aj = ref Unsafe.Add(ref a, j * Group);
            TActivation.Value(z0).StoreUnsafe(ref aj);
            TActivation.Value(z1).StoreUnsafe(ref aj, 16);
            TActivation.Value(z2).StoreUnsafe(ref aj, 32);
            TActivation.Value(z3).StoreUnsafe(ref aj, 48);
        }
    }

    // f[i] += sum_j u[j] a[j, i]. Two units at once, since one has too few independent sums to keep the multipliers busy.
    private static void AddProducts(ReadOnlySpan<float> u, ref float a, Span<float> outputs)
    {
        ref float f = ref MemoryMarshal.GetReference(outputs);
        Vector512<float> s0, s1, s2, s3, t0, t1, t2, t3;
        s0 = s1 = s2 = s3 = t0 = t1 = t2 = t3 = Vector512<float>.Zero;
        ref float aj = ref a;
        for (int j = 0; j < u.Length; j += 2)
        {
            var uj = Vector512.Create(u[j]);
            s0 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj), s0);
            s1 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 16), s1);
            s2 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 32), s2);
            s3 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 48), s3);
            if (j + 1 < u.Length)
            {
                uj = Vector512.Create(u[j + 1]);
                t0 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 64), t0);
                t1 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 80), t1);
                t2 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 96), t2);
                t3 = Vectors.Fma(uj, Vector512.LoadUnsafe(ref aj, 112), t3);
            }
            aj = ref Unsafe.Add(ref aj, 2 * Group);
        }
        (Vector512.LoadUnsafe(ref f) + (s0 + t0)).StoreUnsafe(ref f);
        (Vector512.LoadUnsafe(ref f, 16) + (s1 + t1)).StoreUnsafe(ref f, 16);
        (Vector512.LoadUnsafe(ref f, 32) + (s2 + t2)).StoreUnsafe(ref f, 32);
        (Vector512.LoadUnsafe(ref f, 48) + (s3 + t3)).StoreUnsafe(ref f, 48);
    }
}
