using System.Runtime.InteropServices;

namespace Polylog.Experiments;

/// <summary>
/// The parameters of a two-layer network as its loops read them. Indices: i samples, j units, d inputs, o outputs. z[i, j] = b[j] + sum_d
/// x[d, i] w[d, j], a = s(z), f[o, i] = bias[o] + sum_j u[o, j] a[i, j].
/// </summary>
/// <remarks>
/// In the forward pass a vector holds samples, and sums over units stay in registers; in the backward pass a vector holds units, and sums
/// over samples do. So nothing is added across a vector or across threads, and results depend on neither. The backward pass computes z
/// again, which is cheaper than writing it to memory. Sums are taken in short runs which are then added, so that rounding errors grow more
/// slowly.
/// </remarks>
internal readonly ref struct TwoLayerView(
    (int Inputs, int Width, int Outputs) shape, ReadOnlySpan<float> w, ReadOnlySpan<float> b, ReadOnlySpan<float> u,
        ReadOnlySpan<float> bias)
{
    /// <summary>Units of a block: as many as fit the first-level cache.</summary>
    public const int UnitBlock = 64;

    [ThreadStatic]
    private static AlignedBuffer? s_scratch;

    /// <summary>Inputs, units and outputs.</summary>
    public readonly int Inputs = shape.Inputs, Width = shape.Width, Outputs = shape.Outputs;

    /// <summary>w[d, j], a row for each input.</summary>
    public readonly ReadOnlySpan<float> W = w;

    /// <summary>b[j].</summary>
    public readonly ReadOnlySpan<float> B = b;

    /// <summary>u[o, j] = c[j] v[o, j], a row for each output.</summary>
    public readonly ReadOnlySpan<float> U = u;

    /// <summary>bias[o].</summary>
    public readonly ReadOnlySpan<float> Bias = bias;

    /// <summary>Scratch memory of this thread, with undefined contents.</summary>
    public static Span<float> Scratch(int length) =>
        MemoryMarshal.Cast<double, float>((s_scratch ??= new AlignedBuffer()).Take((length + 1) / 2))[..length];
}
