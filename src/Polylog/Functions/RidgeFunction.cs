using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>Shapes of a ridge function.</summary>
internal enum RidgeKind
{
    Sigmoid,
    Tanh,
    Sine,

    /// <summary>1 / (1 + t^2): analytic, with poles at a finite distance.</summary>
    Cauchy,

    /// <summary>max(0, t).</summary>
    Relu,

    /// <summary>|t|.</summary>
    Absolute,

    /// <summary>max(0, 1 - |t|).</summary>
    Hat,

    /// <summary>t in [0, 1], cut off outside.</summary>
    Ramp,

    /// <summary>1 for t above 0, else 0.</summary>
    Step,

    /// <summary>t to a whole power.</summary>
    Power,

    /// <summary>1 / (1 + t): a pole just outside, where t stays above -1.</summary>
    Reciprocal,
}

/// <summary>A function s(&lt;direction, z&gt; + offset) of points z.</summary>
/// <param name="Kind">The shape s.</param>
/// <param name="Direction">As long as a point.</param>
/// <param name="Offset">Shift along the direction.</param>
/// <param name="Exponent">The power of <see cref="RidgeKind.Power"/>, at least 1.</param>
internal sealed record RidgeFunction(RidgeKind Kind, double[] Direction, double Offset, int Exponent = 1)
{
    /// <summary>Evaluates at many points.</summary>
    /// <param name="points">IN, a row of <paramref name="stride"/> values a coordinate.</param>
    /// <param name="stride">Padded number of points, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="values">OUT, <paramref name="stride"/> values.</param>
    public void Evaluate(ReadOnlySpan<double> points, int stride, Span<double> values)
    {
        values = values[..stride];
        switch (Kind)
        {
            case RidgeKind.Sigmoid: Fill<Sigmoid>(points, values); break;
            case RidgeKind.Tanh: Fill<Tanh>(points, values); break;
            case RidgeKind.Sine: Fill<Sine>(points, values); break;
            case RidgeKind.Cauchy: Fill<Cauchy>(points, values); break;
            case RidgeKind.Relu: Fill<Relu>(points, values); break;
            case RidgeKind.Absolute: Fill<Absolute>(points, values); break;
            case RidgeKind.Hat: Fill<Hat>(points, values); break;
            case RidgeKind.Ramp: Fill<Ramp>(points, values); break;
            case RidgeKind.Step: Fill<Step>(points, values); break;
            case RidgeKind.Reciprocal: Fill<Reciprocal>(points, values); break;
            default: FillPowers(points, values); break;
        }
    }

    // One loop for each shape: the shape is known in it, and places along the direction never leave the registers.
    private void Fill<TShape>(ReadOnlySpan<double> points, Span<double> values)
        where TShape : IRidgeShape
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += Kernels.Lanes)
            TShape.Value(Places(points, values.Length, i)).StoreUnsafe(ref first, i);
    }

    private void FillPowers(ReadOnlySpan<double> points, Span<double> values)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += Kernels.Lanes)
        {
            Vector512<double> t = Places(points, values.Length, i), power = Vector512<double>.One;
            for (int exponent = Exponent; exponent > 0; exponent >>= 1)
            {
                if ((exponent & 1) != 0)
                    power *= t;
                t *= t;
            }
            power.StoreUnsafe(ref first, i);
        }
    }

    // The places of eight points along the direction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Places(ReadOnlySpan<double> points, int stride, nuint first)
    {
        ref double point = ref Unsafe.Add(ref MemoryMarshal.GetReference(points), first);
        var places = Vector512.Create(Offset);
        foreach (double along in Direction)
        {
            places = Vector512.FusedMultiplyAdd(Vector512.Create(along), Vector512.LoadUnsafe(ref point), places);
            point = ref Unsafe.Add(ref point, stride);
        }
        return places;
    }
}
