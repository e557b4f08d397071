using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>
/// The arc-cosine kernel of order 1, that of an infinitely wide layer of rectified linear units: |a| |b| J(cos(a, b)) with
/// J(c) = (sqrt(1 - c^2) + (pi - acos c) c) / pi. It has no width to choose.
/// </summary>
/// <remarks>Y. Cho, L. K. Saul, Kernel methods for deep learning, NIPS 2009.</remarks>
internal static class ArcCosine
{
    /// <summary>
    /// Powers of t = s^2 in (asin(s) / s - 1) / t, for t in [0, 1/2]; the polynomial is off by 3e-12. A kernel that is off by so little
    /// serves as well, as long as it is the same everywhere.
    /// </summary>
    private static readonly double[] s_powers =
    [
        0.1666666666609238, 0.07500000323250991, 0.044642557106388245, 0.030392799627970372, 0.02217050038646708, 0.019545165432060644,
        -0.0009766057174601436, 0.07750651698552241, -0.1796796772396192, 0.3530232207849623, -0.3589823521673681, 0.18698779642581947,
    ];

    /// <summary>Replaces cosines by the kernel's values.</summary>
    /// <param name="values">IN, cosines, give or take rounding; OUT, J of each times its length.</param>
    /// <param name="lengths">IN, a length for each.</param>
    public static void Apply(Span<double> values, ReadOnlySpan<double> lengths)
    {
        ref double v = ref MemoryMarshal.GetReference(values);
        ref double l = ref MemoryMarshal.GetReference(lengths[..values.Length]);
        for (nuint i = 0; i < (nuint)values.Length; i += Kernels.Lanes)
            (Shape(Vector512.LoadUnsafe(ref v, i)) * Vector512.LoadUnsafe(ref l, i)).StoreUnsafe(ref v, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Shape(Vector512<double> cosine)
    {
        var one = Vector512<double>.One;
        Vector512<double> size = Vector512.Min(Vector512.Abs(cosine), one);
        // acos(size) = 2 asin(s).
        Vector512<double> t = (one - size) * Vector512.Create(0.5);
        Vector512<double> s = Vector512.Sqrt(t);
        var sum = Vector512.Create(s_powers[^1]);
        for (int power = s_powers.Length - 2; power >= 0; power--)
            sum = Vector512.FusedMultiplyAdd(sum, t, Vector512.Create(s_powers[power]));
        Vector512<double> angle = Vector512.Create(2.0) * Vector512.FusedMultiplyAdd(s * t, sum, s);
        Vector512<double> sine = Vector512.Sqrt((one - size) * (one + size));
        Vector512<double> shape = Vector512.FusedMultiplyAdd(
            angle, Vector512.Create(-1 / Math.PI) * size, Vector512.FusedMultiplyAdd(sine, Vector512.Create(1 / Math.PI), size));
        // J(-c) = J(c) - c.
        return Vector512.ConditionalSelect(Vector512.LessThan(cosine, Vector512<double>.Zero), shape - size, shape);
    }
}
