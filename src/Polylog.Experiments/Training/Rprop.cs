using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// Rprop (Riedmiller and Braun 1993) as PyTorch's: p -= sign(g) step. Each parameter has its own step, at first the learning rate. The step
/// is multiplied by 1.2 if the gradient keeps its sign, and by 0.5 if it changes sign, in which case the parameter skips one step.
/// Schedules have no effect.
/// </summary>
public sealed class Rprop : Optimiser
{
    private readonly float _less;
    private readonly float _more;
    private readonly float _smallest;
    private readonly float _largest;
    private readonly float[][] _previous;
    private readonly float[][] _steps;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">First step, above 0.</param>
    /// <param name="less">Factor of the step after a change of sign, at least 0 and below 1.</param>
    /// <param name="more">Factor of the step otherwise, at least 1.</param>
    /// <param name="smallest">Smallest step, at least 0.</param>
    /// <param name="largest">Largest step, at least the smallest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Rprop(
        IReadOnlyList<ParameterBlock> parameters,
        double learningRate = 1e-2,
        double less = 0.5,
        double more = 1.2,
        double smallest = 1e-6,
        double largest = 50)
        : base(parameters, learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(more, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, smallest);
        _less = (float)Share(less, nameof(less));
        _more = (float)more;
        _smallest = (float)Strength(smallest, nameof(smallest));
        _largest = (float)largest;
        _previous = Memory();
        _steps = Memory((float)learningRate);
    }

    private protected override void Update(int block, Span<float> values, ReadOnlySpan<float> gradients)
    {
        ref float p = ref MemoryMarshal.GetReference(values);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float before = ref MemoryMarshal.GetArrayDataReference(_previous[block]);
        ref float steps = ref MemoryMarshal.GetArrayDataReference(_steps[block]);
        var zero = Vector512<float>.Zero;
        var one = Vector512.Create(1f);
        var (less, more) = (Vector512.Create(_less), Vector512.Create(_more));
        var (smallest, largest) = (Vector512.Create(_smallest), Vector512.Create(_largest));
        for (nuint i = 0; i < (nuint)values.Length; i += Vectors.Lanes)
        {
            var gradient = Vector512.LoadUnsafe(ref g, i);
            var agreement = Sign(gradient) * Sign(Vector512.LoadUnsafe(ref before, i));
            var turned = Vector512.LessThan(agreement, zero);
            var factor = Vector512.ConditionalSelect(
                turned, less, Vector512.ConditionalSelect(Vector512.GreaterThan(agreement, zero), more, one));
            var step = Vector512.Min(Vector512.Max(Vector512.LoadUnsafe(ref steps, i) * factor, smallest), largest);
            gradient = Vector512.ConditionalSelect(turned, zero, gradient);
            step.StoreUnsafe(ref steps, i);
            gradient.StoreUnsafe(ref before, i);
            (Vector512.LoadUnsafe(ref p, i) - Sign(gradient) * step).StoreUnsafe(ref p, i);
        }
    }

    // -1, 0 or 1, by comparison, since products of small gradients would underflow.
    private static Vector512<float> Sign(Vector512<float> values)
    {
        var zero = Vector512<float>.Zero;
        var one = Vector512.Create(1f);
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(values, zero), one, Vector512.ConditionalSelect(Vector512.LessThan(values, zero), -one, zero));
    }
}
