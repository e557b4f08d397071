using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// Adam (Kingma and Ba 2015) as PyTorch's: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, p -= rate (m / (1 - b1^t)) / (sqrt(v / (1 -
/// b2^t)) + eps).
/// </summary>
public class Adam : Optimiser
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly float _epsilon;
    private readonly float[][] _mean;
    private readonly float[][] _square;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">Learning rate, above 0.</param>
    /// <param name="beta1">b1, at least 0 and below 1.</param>
    /// <param name="beta2">b2, at least 0 and below 1.</param>
    /// <param name="epsilon">eps, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IReadOnlyList<ParameterBlock> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8)
        : base(parameters, learningRate)
    {
        _beta1 = Share(beta1, nameof(beta1));
        _beta2 = Share(beta2, nameof(beta2));
        _epsilon = (float)Positive(epsilon, nameof(epsilon));
        _mean = Memory();
        _square = Memory();
    }

    /// <summary>The factor of parameters before each step: 1 without weight decay.</summary>
    private protected virtual double Shrinkage => 1;

    private protected sealed override void Update(int block, Span<float> values, ReadOnlySpan<float> gradients)
    {
        ref float p = ref MemoryMarshal.GetReference(values);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float m = ref MemoryMarshal.GetArrayDataReference(_mean[block]);
        ref float v = ref MemoryMarshal.GetArrayDataReference(_square[block]);
        var b1 = Vector512.Create((float)_beta1);
        var b2 = Vector512.Create((float)_beta2);
        var c1 = Vector512.Create((float)(1 - _beta1));
        var c2 = Vector512.Create((float)(1 - _beta2));
        var epsilon = Vector512.Create(_epsilon);
        var shrinkage = Vector512.Create((float)Shrinkage);
        var step = Vector512.Create((float)(-LearningRate / (1 - Math.Pow(_beta1, Steps))));
        var root = Vector512.Create((float)(1 / Math.Sqrt(1 - Math.Pow(_beta2, Steps))));
        for (nuint i = 0; i < (nuint)values.Length; i += Vectors.Lanes)
        {
            var gradient = Vector512.LoadUnsafe(ref g, i);
            var mean = Vectors.Fma(b1, Vector512.LoadUnsafe(ref m, i), c1 * gradient);
            var square = Vectors.Fma(b2, Vector512.LoadUnsafe(ref v, i), c2 * gradient * gradient);
            mean.StoreUnsafe(ref m, i);
            square.StoreUnsafe(ref v, i);
            var divisor = Vectors.Fma(Vector512.Sqrt(square), root, epsilon);
            (Vector512.LoadUnsafe(ref p, i) * shrinkage + step * mean / divisor).StoreUnsafe(ref p, i);
        }
    }
}
