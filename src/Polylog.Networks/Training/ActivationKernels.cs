using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Polylog.Networks;

/// <summary>An activation on vectors; a type argument, so that it is compiled into the loops that use it.</summary>
internal interface IActivationKernel
{
    /// <summary>s(z).</summary>
    static abstract Vector512<float> Value(Vector512<float> z);

    /// <summary>s(z), and upstream * s'(z).</summary>
    static abstract (Vector512<float> Value, Vector512<float> Delta) Backward(Vector512<float> z, Vector512<float> upstream);
}

internal readonly struct ReluKernel : IActivationKernel
{
    // In this order a NaN stays one: a training that has gone astray must not look tame.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z) => Vector512.MaxNative(Vector512<float>.Zero, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Delta) Backward(Vector512<float> z, Vector512<float> upstream) =>
        (Value(z), Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512<float>.Zero), upstream, Vector512<float>.Zero));
}

internal readonly struct TanhKernel : IActivationKernel
{
    // Below this |z| the quotient of exponentials loses digits, and the polynomial (Cephes) does not.
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
    public static (Vector512<float> Value, Vector512<float> Delta) Backward(Vector512<float> z, Vector512<float> upstream)
    {
        var value = Value(z);
        return (value, upstream * Vectors.Fma(-value, value, Vector512.Create(1f)));
    }
}

internal readonly struct SigmoidKernel : IActivationKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z) => Parts(z).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Delta) Backward(Vector512<float> z, Vector512<float> upstream)
    {
        (Vector512<float> value, Vector512<float> slope) = Parts(z);
        return (value, upstream * slope);
    }

    // With e = exp(-|z|) neither side overflows: s = 1 / (1 + e) or e / (1 + e), s' = e / (1 + e)^2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Value, Vector512<float> Slope) Parts(Vector512<float> z)
    {
        var one = Vector512.Create(1f);
        var e = Vectors.Exp(-Vector512.Abs(z));
        var upper = one / (one + e);
        var lower = e * upper;
        return (Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), lower, upper), lower * upper);
    }
}

internal readonly struct GeluKernel : IActivationKernel
{
    private const float InverseRootTwo = 0.70710678f;
    private const float NormalDensityAtZero = 0.39894228f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> z) => z * Parts(z).Distribution;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Delta) Backward(Vector512<float> z, Vector512<float> upstream)
    {
        (Vector512<float> distribution, Vector512<float> density) = Parts(z);
        return (z * distribution, upstream * Vectors.Fma(z, density, distribution));
    }

    // Phi(z) by Abramowitz and Stegun 7.1.26, to 1e-7; its e^(-z^2 / 2) is also what the density needs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Distribution, Vector512<float> Density) Parts(Vector512<float> z)
    {
        var one = Vector512.Create(1f);
        var e = Vectors.Exp(z * z * -0.5f);
        var t = one / Vectors.Fma(Vector512.Abs(z), Vector512.Create(0.3275911f * InverseRootTwo), one);
        var p = Vectors.Fma(Vector512.Create(1.061405429f), t, Vector512.Create(-1.453152027f));
        p = Vectors.Fma(p, t, Vector512.Create(1.421413741f));
        p = Vectors.Fma(p, t, Vector512.Create(-0.284496736f));
        p = Vectors.Fma(p, t, Vector512.Create(0.254829592f));
        var tail = p * t * e * 0.5f;
        return (Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), tail, one - tail), e * NormalDensityAtZero);
    }
}
