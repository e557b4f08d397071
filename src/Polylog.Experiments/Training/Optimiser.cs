namespace Polylog.Experiments;

/// <summary>
/// A rule that moves parameters by their gradients, as PyTorch defines it. Every rule works parameter by parameter, so it does not matter in which order
/// units stand, and a gradient's factor (see <see cref="ParameterBlock"/>) is all it takes to train a compressed network.
/// </summary>
public abstract class Optimiser
{
    private readonly ParameterBlock[] _parameters;

    /// <summary>Begins with parameters at rest.</summary>
    /// <param name="parameters">The blocks to move.</param>
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

    /// <summary>Moves all parameters once. Uses the gradients up: a backward pass comes before each step.</summary>
    public void Step()
    {
        Steps++;
        for (int block = 0; block < _parameters.Length; block++)
        {
            _parameters[block].ScaleGradients();
            Update(block, _parameters[block].PaddedValues, _parameters[block].PaddedGradients);
        }
    }

    /// <summary>Moves one block.</summary>
    /// <param name="block">Which.</param>
    /// <param name="values">IN/OUT, a multiple of <see cref="Vectors.Lanes"/>.</param>
    /// <param name="gradients">IN, as many.</param>
    private protected abstract void Update(int block, Span<float> values, ReadOnlySpan<float> gradients);

    /// <summary>Numbers the rule remembers, one a parameter, all the same at first.</summary>
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

    /// <summary>A share such as a decay rate.</summary>
    private protected static double Share(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "It must be at least 0 and below 1.");

    /// <summary>A number above zero.</summary>
    private protected static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "It must be finite and above 0.");

    /// <summary>A strength that may be zero.</summary>
    private protected static double Strength(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "It must be finite and at least 0.");
}
