using System.Globalization;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// Parameters of a network that belong together, such as all output weights, with the gradients of the loss. Optimisers know only the
/// blocks of a network.
/// </summary>
public sealed class ParameterBlock
{
    // Storage is padded to whole vectors. Padding has value 0 and gradient 0, so it stays 0 under every rule.
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly float[]? _factors;

    /// <summary>Makes a block of zeros.</summary>
    /// <param name="name">Name, such as hidden.weight.</param>
    /// <param name="length">Number of parameters, at least 1.</param>
    /// <param name="gradientFactors">
    /// Factors of the gradients, one a parameter; empty for 1. In a compressed network the parameters of an object of mass c have the
    /// factor 1 / c, so that the object moves like each of the c objects it stands for (arXiv 2510.00504, compressed dynamics).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There are factors, but not one a parameter.</exception>
    public ParameterBlock(string name, int length, ReadOnlySpan<float> gradientFactors = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Name = name;
        Length = length;
        _values = new float[Vectors.Pad(length)];
        _gradients = new float[_values.Length];
        if (gradientFactors.IsEmpty)
            return;
        if (gradientFactors.Length != length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{name} has {length} parameters but {gradientFactors.Length} gradient factors; give one for each, or none."), nameof(
                    gradientFactors));
        }
        _factors = new float[_values.Length];
        gradientFactors.CopyTo(_factors);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Number of parameters.</summary>
    public int Length { get; }

    /// <summary>The parameters.</summary>
    public Span<float> Values => _values.AsSpan(0, Length);

    /// <summary>The gradient of the loss, written by the backward pass and overwritten by a step of the optimiser.</summary>
    public Span<float> Gradients => _gradients.AsSpan(0, Length);

    internal Span<float> PaddedValues => _values;

    internal Span<float> PaddedGradients => _gradients;

    /// <summary>Multiplies the gradients by their factors, in place: once after each backward pass.</summary>
    internal void ScaleGradients()
    {
        if (_factors is null)
            return;
        for (int i = 0; i < _gradients.Length; i += Vectors.Lanes)
            (Vector512.LoadUnsafe(ref _gradients[i]) * Vector512.LoadUnsafe(ref _factors[i])).StoreUnsafe(ref _gradients[i]);
    }
}
