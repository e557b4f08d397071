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
            Kernels.SubtractScaled(values, -Direction[axis], points.Slice(axis * stride, stride));
        for (int i = 0; i < stride; i += Kernels.Lanes)
            Shape(Vector512.Create<double>(values.Slice(i, Kernels.Lanes))).CopyTo(values[i..]);
    }

    private Vector512<double> Shape(Vector512<double> t)
    {
        Vector512<double> one = Vector512<double>.One;
        switch (Kind)
        {
            case RidgeKind.Sigmoid:
                return one / (one + Vector512.Exp(-t));
            case RidgeKind.Tanh:
                Vector512<double> e = Vector512.Exp(Vector512.Create(-2.0) * Vector512.Abs(t));
                return Vector512.CopySign((one - e) / (one + e), t);
            case RidgeKind.Sine:
                return Vector512.Sin(t);
            case RidgeKind.Cauchy:
                return one / (one + t * t);
            case RidgeKind.Relu:
                return Vector512.Max(Vector512<double>.Zero, t);
            case RidgeKind.Absolute:
                return Vector512.Abs(t);
            case RidgeKind.Hat:
                return Vector512.Max(Vector512<double>.Zero, one - Vector512.Abs(t));
            case RidgeKind.Ramp:
                return Vector512.Min(one, Vector512.Max(Vector512<double>.Zero, t));
            case RidgeKind.Step:
                return Vector512.ConditionalSelect(Vector512.GreaterThan(t, Vector512<double>.Zero), one, Vector512<double>.Zero);
            case RidgeKind.Reciprocal:
                return one / (one + t);
            default:
                return ToPower(t);
        }
    }

    private Vector512<double> ToPower(Vector512<double> t)
    {
        Vector512<double> power = Vector512<double>.One;
        for (int exponent = Exponent; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                power *= t;
            t *= t;
        }
        return power;
    }
}
