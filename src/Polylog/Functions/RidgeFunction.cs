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
        values.Fill(Offset);
        for (int axis = 0; axis < Direction.Length; axis++)
        {
            if (Direction[axis] != 0)
                Kernels.SubtractScaled(values, -Direction[axis], points.Slice(axis * stride, stride));
        }
        switch (Kind)
        {
            case RidgeKind.Sigmoid: Apply<Sigmoid>(values); break;
            case RidgeKind.Tanh: Apply<Tanh>(values); break;
            case RidgeKind.Sine: Apply<Sine>(values); break;
            case RidgeKind.Cauchy: Apply<Cauchy>(values); break;
            case RidgeKind.Relu: Apply<Relu>(values); break;
            case RidgeKind.Absolute: Apply<Absolute>(values); break;
            case RidgeKind.Hat: Apply<Hat>(values); break;
            case RidgeKind.Ramp: Apply<Ramp>(values); break;
            case RidgeKind.Step: Apply<Step>(values); break;
            case RidgeKind.Reciprocal: Apply<Reciprocal>(values); break;
            default: ToPower(values); break;
        }
    }

    // One loop for each shape: the shape is known in it, and its constants stay in registers.
    private static void Apply<TShape>(Span<double> values)
        where TShape : IRidgeShape
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += Kernels.Lanes)
            TShape.Value(Vector512.LoadUnsafe(ref first, i)).StoreUnsafe(ref first, i);
    }

    private void ToPower(Span<double> values)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += Kernels.Lanes)
        {
            var t = Vector512.LoadUnsafe(ref first, i);
            Vector512<double> power = Vector512<double>.One;
            for (int exponent = Exponent; exponent > 0; exponent >>= 1)
            {
                if ((exponent & 1) != 0)
                    power *= t;
                t *= t;
            }
            power.StoreUnsafe(ref first, i);
        }
    }
}
