namespace Polylog.Experiments;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) as PyTorch's AdamW: p *= 1 - rate decay before each step of <see
/// cref="Adam"/>.
/// </summary>
public sealed class AdamW : Adam
{
    private readonly double _decay;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">Learning rate, above 0.</param>
    /// <param name="beta1">b1, at least 0 and below 1.</param>
    /// <param name="beta2">b2, at least 0 and below 1.</param>
    /// <param name="epsilon">eps, above 0.</param>
    /// <param name="decay">Weight decay, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(
        IReadOnlyList<ParameterBlock> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double decay = 0.01)
        : base(parameters, learningRate, beta1, beta2, epsilon) => _decay = Strength(decay, nameof(decay));

    private protected override double Shrinkage => 1 - LearningRate * _decay;
}
