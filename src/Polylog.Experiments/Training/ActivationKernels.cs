using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>An activation on vectors. It is used as a type argument, so that it is inlined into the loops.</summary>
internal interface IActivationKernel
{
    /// <summary>s(z).</summary>
    static abstract Vector512<float> Value(Vector512<float> z);

    /// <summary>upstream * s'(z), where <paramref name="value"/> is s(z).</summary>
    static abstract Vector512<float> Delta(Vector512<float> z, Vector512<float> value, Vector512<float> upstream);
}

internal readonly struct ReluKernel : IActivationKernel
{
    // In this order NaN stays NaN, so that a diverged training is noticed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z) => Vector512.MaxNative(Vector512<float>.Zero, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Delta(Vector512<float> z, Vector512<float> value, Vector512<float> upstream) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512<float>.Zero), upstream, Vector512<float>.Zero);
}

internal readonly struct TanhKernel : IActivationKernel
{
    // Below this |z| the quotient of exponentials loses digits, so a polynomial (Cephes) is used.
    private const float PolynomialEnd = 0.625f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z)
    {
        var one = Vector512.Create(1f);
        var size = Vector512.Abs(z);
        var large = one - Vector512.Create(2f) / (Vectors.Exp(size + size) + one);
        large = Vector512.CopySign(large, z);
        var square = z * z;
        var p = Vectors.Fma(Vector512.Create(-5.70498872745e-3f), square, Vector512.Create(2.06390887954e-2f));
        p = Vectors.Fma(p, square, Vector512.Create(-5.37397155531e-2f));
        p = Vectors.Fma(p, square, Vector512.Create(1.33314422036e-1f));
        p = Vectors.Fma(p, square, Vector512.Create(-3.33332819422e-1f));
        var small = Vectors.Fma(p * square, z, z);
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(PolynomialEnd)), small, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Delta(Vector512<float> z, Vector512<float> value, Vector512<float> upstream) =>
        upstream * Vectors.Fma(-value, value, Vector512.Create(1f));
}

internal readonly struct SigmoidKernel : IActivationKernel
{
    // With e = exp(-|z|) neither side overflows: s = 1 / (1 + e) or e / (1 + e).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z)
    {
        var one = Vector512.Create(1f);
        var e = Vectors.Exp(-Vector512.Abs(z));
        return Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), e, one) / (one + e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Delta(Vector512<float> z, Vector512<float> value, Vector512<float> upstream) =>
        upstream * Vectors.Fma(-value, value, value);
}

internal readonly struct GeluKernel : IActivationKernel
{
    private const float InverseRootTwo = 0.70710678f;
    private const float NormalDensityAtZero = 0.39894228f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z) => z * Distribution(z, Tail(z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Delta(Vector512<float> z, Vector512<float> value, Vector512<float> upstream)
    {
        var tail = Tail(z);
        return upstream * Vectors.Fma(z * tail, Vector512.Create(NormalDensityAtZero), Distribution(z, tail));
    }

    // e^(-z^2 / 2): the density up to a factor, and the factor of the polynomial in 7.1.26.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Tail(Vector512<float> z) => Vectors.Exp(z * z * -0.5f);

    // Phi(z) to 1e-7 by Abramowitz and Stegun 7.1.26.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Distribution(Vector512<float> z, Vector512<float> tail)
    {
        var one = Vector512.Create(1f);
        var t = one / Vectors.Fma(Vector512.Abs(z), Vector512.Create(0.3275911f * InverseRootTwo), one);
        var p = Vectors.Fma(Vector512.Create(1.061405429f), t, Vector512.Create(-1.453152027f));
        p = Vectors.Fma(p, t, Vector512.Create(1.421413741f));
        p = Vectors.Fma(p, t, Vector512.Create(-0.284496736f));
        p = Vectors.Fma(p, t, Vector512.Create(0.254829592f));
        var beyond = p * t * tail * 0.5f;
        return Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), beyond, one - beyond);
    }
}
