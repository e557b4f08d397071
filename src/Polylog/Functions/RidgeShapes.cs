using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>The shape of a ridge function, as <see cref="RidgeKind"/> describes it.</summary>
internal interface IRidgeShape
{
    /// <summary>The shape's values.</summary>
    /// <param name="t">Places along the direction.</param>
    static abstract Vector512<double> Value(Vector512<double> t);
}

internal readonly struct Sigmoid : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512<double>.One / (Vector512<double>.One + Vector512.Exp(-t));
}

internal readonly struct Sine : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512.Sin(t);
}

internal readonly struct Cauchy : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512<double>.One / (Vector512<double>.One + t * t);
}

internal readonly struct Relu : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512.Max(Vector512<double>.Zero, t);
}

internal readonly struct Absolute : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512.Abs(t);
}

internal readonly struct Hat : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) =>
        Vector512.Max(Vector512<double>.Zero, Vector512<double>.One - Vector512.Abs(t));
}

internal readonly struct Ramp : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) =>
        Vector512.Min(Vector512<double>.One, Vector512.Max(Vector512<double>.Zero, t));
}

internal readonly struct Step : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(t, Vector512<double>.Zero), Vector512<double>.One, Vector512<double>.Zero);
}

internal readonly struct Reciprocal : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t) => Vector512<double>.One / (Vector512<double>.One + t);
}

internal readonly struct Tanh : IRidgeShape
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value(Vector512<double> t)
    {
        Vector512<double> e = Vector512.Exp(Vector512.Create(-2.0) * Vector512.Abs(t));
        return Vector512.CopySign((Vector512<double>.One - e) / (Vector512<double>.One + e), t);
    }
}
