using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>RMSprop (Hinton) as PyTorch's: v = a v + (1 - a) g^2, p -= rate g / (sqrt(v) + eps).</summary>
public sealed class RmsProp : Optimiser
{
    private readonly double _alpha;
    private readonly float _epsilon;
    private readonly float[][] _square;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">Learning rate, above 0.</param>
    /// <param name="alpha">a, at least 0 and below 1.</param>
    /// <param name="epsilon">eps, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(IReadOnlyList<ParameterBlock> parameters, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8)
        : base(parameters, learningRate)
    {
        _alpha = Share(alpha, nameof(alpha));
        _epsilon = (float)Positive(epsilon, nameof(epsilon));
        _square = Memory();
    }

    private protected override void Update(int block, Span<float> values, ReadOnlySpan<float> gradients)
    {
        ref float p = ref MemoryMarshal.GetReference(values);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float v = ref MemoryMarshal.GetArrayDataReference(_square[block]);
        var alpha = Vector512.Create((float)_alpha);
        var rest = Vector512.Create((float)(1 - _alpha));
        var epsilon = Vector512.Create(_epsilon);
        var rate = Vector512.Create((float)-LearningRate);
        for (nuint i = 0; i < (nuint)values.Length; i += Vectors.Lanes)
        {
            var gradient = Vector512.LoadUnsafe(ref g, i);
            var square = Vectors.Fma(alpha, Vector512.LoadUnsafe(ref v, i), rest * gradient * gradient);
            square.StoreUnsafe(ref v, i);
            (Vector512.LoadUnsafe(ref p, i) + rate * gradient / (Vector512.Sqrt(square) + epsilon)).StoreUnsafe(ref p, i);
        }
    }
}
