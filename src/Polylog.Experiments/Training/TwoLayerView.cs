using System.Runtime.InteropServices;

namespace Polylog.Experiments;

/// <summary>
/// What the loops of a two-layer network read. i counts samples, j units, d inputs, o outputs; z[i, j] = b[j] + sum_d x[d, i] w[d, j], a = s(z),
/// f[o, i] = bias[o] + sum_j u[o, j] a[i, j].
/// </summary>
/// <remarks>
/// Forward, a vector holds samples and the sum over units stays in registers; backward, a vector holds units and the sums over samples do. So nothing
/// is ever added up across a vector or across threads, and results depend on neither. z is worked out a second time on the way back: that is
/// cheaper than writing it to memory. Sums are taken in short runs, which are then added: rounding errors grow more slowly that way.
/// </remarks>
internal readonly ref struct TwoLayerView(int inputs, int width, int outputs, ReadOnlySpan<float> w, ReadOnlySpan<float> b, ReadOnlySpan<float> u, ReadOnlySpan<float> bias)
{
    /// <summary>Units a step of a loop handles: as many as vectors of samples or units fit the first-level cache.</summary>
    public const int UnitBlock = 64;

    [ThreadStatic]
    private static AlignedBuffer? s_scratch;

    /// <summary>Inputs, units and outputs.</summary>
    public readonly int Inputs = inputs, Width = width, Outputs = outputs;

    /// <summary>w[d, j], a row for each input.</summary>
    public readonly ReadOnlySpan<float> W = w;

    /// <summary>b[j].</summary>
    public readonly ReadOnlySpan<float> B = b;

    /// <summary>u[o, j] = c[j] v[o, j], a row for each output.</summary>
    public readonly ReadOnlySpan<float> U = u;

    /// <summary>bias[o].</summary>
    public readonly ReadOnlySpan<float> Bias = bias;

    /// <summary>Memory of this thread, whatever it holds.</summary>
    public static Span<float> Scratch(int length) => MemoryMarshal.Cast<double, float>((s_scratch ??= new AlignedBuffer()).Take((length + 1) / 2))[..length];
}
