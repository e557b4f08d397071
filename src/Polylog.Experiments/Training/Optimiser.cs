namespace Polylog.Experiments;

/// <summary>
/// A rule that updates parameters by their gradients, as PyTorch defines it. Every rule treats each parameter on its own, so the order of
/// units does not matter, and a compressed network is trained just by factors of its gradients (see <see cref="ParameterBlock"/>).
/// </summary>
public abstract class Optimiser
{
    private readonly ParameterBlock[] _parameters;

    /// <summary>Creates the optimiser, before its first step.</summary>
    /// <param name="parameters">The parameters to optimise.</param>
    /// <param name="learningRate">Learning rate, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not finite and above 0.</exception>
    protected Optimiser(IReadOnlyList<ParameterBlock> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        LearningRate = InitialLearningRate = Positive(learningRate, nameof(learningRate));
    }

    /// <summary>The rate of the next step; a schedule changes it.</summary>
    public double LearningRate { get; set; }

    /// <summary>The rate at the beginning.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Updates all parameters once. It overwrites the gradients, so each step needs a backward pass before it.</summary>
    public void Step()
    {
        Steps++;
        for (int block = 0; block < _parameters.Length; block++)
        {
            _parameters[block].ScaleGradients();
            Update(block, _parameters[block].PaddedValues, _parameters[block].PaddedGradients);
        }
    }

    /// <summary>Updates one block.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="values">IN/OUT, a multiple of <see cref="Vectors.Lanes"/>.</param>
    /// <param name="gradients">IN, as many.</param>
    private protected abstract void Update(int block, Span<float> values, ReadOnlySpan<float> gradients);

    /// <summary>State of the rule, one number a parameter, with the same initial value.</summary>
    private protected float[][] Memory(float initial = 0)
    {
        float[][] memory = new float[_parameters.Length][];
        for (int block = 0; block < memory.Length; block++)
        {
            memory[block] = new float[_parameters[block].PaddedValues.Length];
            memory[block].AsSpan().Fill(initial);
        }
        return memory;
    }

    /// <summary>Checks a number in [0, 1), such as a decay rate.</summary>
    private protected static double Share(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "It must be at least 0 and below 1.");

    /// <summary>Checks a number above 0.</summary>
    private protected static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "It must be finite and above 0.");

    /// <summary>Checks a number of at least 0.</summary>
    private protected static double Strength(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "It must be finite and at least 0.");
}
