using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>Gradient descent with momentum, as PyTorch's SGD: m = mu m + g, p -= rate m.</summary>
public sealed class Sgd : Optimiser
{
    private readonly float _momentum;
    private readonly float[][]? _moving;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">Learning rate, above 0.</param>
    /// <param name="momentum">mu, at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Sgd(IReadOnlyList<ParameterBlock> parameters, double learningRate = 1e-3, double momentum = 0)
        : base(parameters, learningRate)
    {
        _momentum = (float)Share(momentum, nameof(momentum));
        _moving = momentum > 0 ? Memory() : null;
    }

    private protected override void Update(int block, Span<float> values, ReadOnlySpan<float> gradients)
    {
        ref float p = ref MemoryMarshal.GetReference(values);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        var rate = Vector512.Create((float)-LearningRate);
        if (_moving is null)
        {
            for (nuint i = 0; i < (nuint)values.Length; i += Vectors.Lanes)
                Vectors.Fma(rate, Vector512.LoadUnsafe(ref g, i), Vector512.LoadUnsafe(ref p, i)).StoreUnsafe(ref p, i);
            return;
        }
        ref float m = ref MemoryMarshal.GetArrayDataReference(_moving[block]);
        var momentum = Vector512.Create(_momentum);
        for (nuint i = 0; i < (nuint)values.Length; i += Vectors.Lanes)
        {
            var moving = Vectors.Fma(momentum, Vector512.LoadUnsafe(ref m, i), Vector512.LoadUnsafe(ref g, i));
            moving.StoreUnsafe(ref m, i);
            Vectors.Fma(rate, moving, Vector512.LoadUnsafe(ref p, i)).StoreUnsafe(ref p, i);
        }
    }
}
