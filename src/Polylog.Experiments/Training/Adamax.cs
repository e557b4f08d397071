using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// Adamax (Kingma and Ba 2015) as PyTorch's: m = b1 m + (1 - b1) g, u = max(b2 u, |g| + eps), p -= rate / (1 - b1^t) m / u.
/// </summary>
public sealed class Adamax : Optimiser
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly float _epsilon;
    private readonly float[][] _mean;
    private readonly float[][] _largest;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">Learning rate, above 0.</param>
    /// <param name="beta1">b1, at least 0 and below 1.</param>
    /// <param name="beta2">b2, at least 0 and below 1.</param>
    /// <param name="epsilon">eps, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adamax(
        IReadOnlyList<ParameterBlock> parameters,
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8)
        : base(parameters, learningRate)
    {
        _beta1 = Share(beta1, nameof(beta1));
        _beta2 = Share(beta2, nameof(beta2));
        _epsilon = (float)Positive(epsilon, nameof(epsilon));
        _mean = Memory();
        _largest = Memory();
    }

    private protected override void Update(int block, Span<float> values, ReadOnlySpan<float> gradients)
    {
        ref float p = ref MemoryMarshal.GetReference(values);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float m = ref MemoryMarshal.GetArrayDataReference(_mean[block]);
        ref float u = ref MemoryMarshal.GetArrayDataReference(_largest[block]);
        var b1 = Vector512.Create((float)_beta1);
        var c1 = Vector512.Create((float)(1 - _beta1));
        var b2 = Vector512.Create((float)_beta2);
        var epsilon = Vector512.Create(_epsilon);
        var step = Vector512.Create((float)(-LearningRate / (1 - Math.Pow(_beta1, Steps))));
        for (nuint i = 0; i < (nuint)values.Length; i += Vectors.Lanes)
        {
            var gradient = Vector512.LoadUnsafe(ref g, i);
            var mean = Vectors.Fma(b1, Vector512.LoadUnsafe(ref m, i), c1 * gradient);
            var largest = Vector512.Max(b2 * Vector512.LoadUnsafe(ref u, i), Vector512.Abs(gradient) + epsilon);
            mean.StoreUnsafe(ref m, i);
            largest.StoreUnsafe(ref u, i);
            (Vector512.LoadUnsafe(ref p, i) + step * mean / largest).StoreUnsafe(ref p, i);
        }
    }
}
