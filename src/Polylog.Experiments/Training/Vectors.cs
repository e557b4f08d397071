using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// Single-precision vectors of 16. On machines without such registers the runtime uses two or four smaller ones, with the same results,
/// since everything here works lane by lane.
/// </summary>
internal static class Vectors
{
    /// <summary>Numbers in a vector.</summary>
    public const int Lanes = 16;

    /// <summary>Rounds a length up to whole vectors.</summary>
    public static int Pad(int length) => checked(length + (Lanes - 1)) & ~(Lanes - 1);

    /// <summary>left * right + addend, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);

    /// <summary>
    /// e^x with a relative error of about 1e-7 (polynomial and reduction of the Cephes library, S. Moshier). Results are clamped to floats.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-87.3f)), Vector512.Create(88.3f));
        var power = Vector512.Round(x * 1.44269504f);
        // x - power * ln 2, with ln 2 in two parts. The first has few bits, so that its multiples are exact.
        var r = Fma(power, Vector512.Create(-0.693359375f), x);
        r = Fma(power, Vector512.Create(2.12194440e-4f), r);
        var p = Fma(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Fma(p, r, Vector512.Create(8.3334519073e-3f));
        p = Fma(p, r, Vector512.Create(4.1665795894e-2f));
        p = Fma(p, r, Vector512.Create(1.6666665459e-1f));
        p = Fma(p, r, Vector512.Create(5.0000001201e-1f));
        p = Fma(p, r * r, r) + Vector512.Create(1f);
        var two = Vector512.ShiftLeft(Vector512.ConvertToInt32(power) + Vector512.Create(127), 23).AsSingle();
        return p * two;
    }
}
