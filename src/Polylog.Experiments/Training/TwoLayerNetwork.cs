using System.Globalization;

namespace Polylog.Experiments;

/// <summary>
/// A two-layer network of weighted units: f_o(x) = sum_j c_j v_oj s(w_j.x + b_j) + bias_o. Unit j has the parameters (v_j, w_j, b_j); its
/// mass c_j says how many units it stands for, 1 in an ordinary network.
/// </summary>
/// <remarks>
/// Parameters are single-precision. Gradients of a unit's parameters have the factor 1 / c_j, so that with integer masses the network
/// trains like the ordinary network that has every unit c_j times, under every optimiser; the output bias has no factor. Results are the
/// same bits for any number of threads. Not safe for concurrent use.
/// </remarks>
public sealed class TwoLayerNetwork : INetwork
{
    private readonly float[] _masses;
    private readonly float[] _weightedOutput;
    private readonly ParameterBlock _hidden;
    private readonly ParameterBlock _hiddenBias;
    private readonly ParameterBlock _output;
    private readonly ParameterBlock _outputBias;
    private readonly ITwoLayerPasses _passes;

    /// <summary>Makes a network of zeros.</summary>
    /// <param name="inputs">Inputs, at least 1.</param>
    /// <param name="width">Hidden units, at least 1.</param>
    /// <param name="outputs">Outputs, at least 1.</param>
    /// <param name="activation">s.</param>
    /// <param name="masses">c_j, one a unit, above 0; empty for 1.</param>
    /// <param name="threads">Threads that large batches may use; null for as many as there are processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size or the number of threads is below 1, or there is no such activation.
    /// </exception>
    /// <exception cref="ArgumentException">There are masses, but not one a unit, or one is not finite and above 0.</exception>
    public TwoLayerNetwork(
        int inputs, int width, int outputs, Activation activation, ReadOnlySpan<double> masses = default, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(threads));
        (InputCount, Width, OutputCount, Activation) = (inputs, width, outputs, activation);
        _masses = UnitMasses.Checked(masses, width, "units");
        _weightedOutput = new float[outputs * width];
        _hidden = Block("hidden.weight", inputs);
        _hiddenBias = Block("hidden.bias", 1);
        _output = Block("output.weight", outputs);
        _outputBias = new ParameterBlock("output.bias", outputs);
        Parameters = [_hidden, _hiddenBias, _output, _outputBias];
        var workers = new Workers(Threads) { MinWork = MinWork };
        _passes = activation switch
        {
            Activation.Relu => new TwoLayerPasses<ReluKernel>(workers),
            Activation.Tanh => new TwoLayerPasses<TanhKernel>(workers),
            Activation.Sigmoid => new TwoLayerPasses<SigmoidKernel>(workers),
            Activation.Gelu => new TwoLayerPasses<GeluKernel>(workers),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
        };
    }

    // Multiply-adds that take some 50 microseconds. For less work, starting a second thread costs more than it gains.
    private const long MinWork = 2_000_000;

    /// <inheritdoc/>
    public int InputCount { get; }

    /// <summary>Hidden units.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public int OutputCount { get; }

    /// <summary>s.</summary>
    public Activation Activation { get; }

    /// <summary>Threads that large batches may use.</summary>
    public int Threads { get; }

    /// <summary>c_j, one a unit.</summary>
    public ReadOnlySpan<float> Masses => _masses;

    /// <summary>Numbers of a unit: its output weights, its input weights, its bias.</summary>
    public int UnitSize => OutputCount + InputCount + 1;

    /// <summary>
    /// hidden.weight (inputs x width: w_j[d] at d * width + j), hidden.bias (width), output.weight (outputs x width) and output.bias
    /// (outputs).
    /// </summary>
    public IReadOnlyList<ParameterBlock> Parameters { get; }

    /// <summary>Biases of the outputs.</summary>
    public Span<float> OutputBias => _outputBias.Values;

    /// <summary>
    /// Draws all parameters from the distribution of PyTorch's linear layers: uniform in +-1 / sqrt(n), where n is the number of inputs of
    /// the layer.
    /// </summary>
    /// <param name="seed">Seed.</param>
    public void Initialise(ulong seed)
    {
        var random = new SplitMix64(seed);
        double hidden = 1 / Math.Sqrt(InputCount), output = 1 / Math.Sqrt(Width);
        // Unit by unit, and the bias last.
        for (int j = 0; j < Width; j++)
        {
            for (int p = 0; p < UnitSize; p++)
                Parameter(p, j) = (float)(p < OutputCount ? random.Uniform(-output, output) : random.Uniform(-hidden, hidden));
        }
        foreach (ref float bias in OutputBias)
            bias = (float)random.Uniform(-output, output);
    }

    /// <summary>Reads a unit.</summary>
    /// <param name="unit">0 .. <see cref="Width"/> - 1.</param>
    /// <param name="values">OUT, <see cref="UnitSize"/> numbers: v, w, b.</param>
    public void GetUnit(int unit, Span<double> values)
    {
        for (int p = 0; p < UnitSize; p++)
            values[p] = Parameter(p, unit);
    }

    /// <summary>Writes a unit.</summary>
    /// <param name="unit">0 .. <see cref="Width"/> - 1.</param>
    /// <param name="values">IN, <see cref="UnitSize"/> numbers: v, w, b.</param>
    public void SetUnit(int unit, ReadOnlySpan<double> values)
    {
        for (int p = 0; p < UnitSize; p++)
            Parameter(p, unit) = (float)values[p];
    }

    /// <summary>A network of some of the units with new masses, such as the points of a coreset.</summary>
    /// <param name="units">The units to keep; a unit may be named more than once.</param>
    /// <param name="masses">Their masses, one each; empty for the masses they have.</param>
    /// <exception cref="ArgumentException">
    /// There are no units, there is no such unit, or there is not one mass above 0 for each.
    /// </exception>
    public TwoLayerNetwork Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses = default)
    {
        if (units.IsEmpty)
            throw new ArgumentException("There are no units to keep; name at least one.", nameof(units));
        double[] kept = masses.ToArray();
        if (masses.IsEmpty)
        {
            kept = new double[units.Length];
            for (int j = 0; j < kept.Length; j++)
                kept[j] = _masses[units[j]];
        }
        var network = new TwoLayerNetwork(InputCount, units.Length, OutputCount, Activation, kept, Threads);
        for (int j = 0; j < units.Length; j++)
        {
            for (int p = 0; p < UnitSize; p++)
                network.Parameter(p, j) = Parameter(p, units[j]);
        }
        OutputBias.CopyTo(network.OutputBias);
        return network;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs have another number of columns.</exception>
    public void Forward(SampleColumns inputs, SampleColumns outputs)
    {
        Check(inputs, InputCount, nameof(inputs));
        Check(outputs, OutputCount, nameof(outputs));
        outputs.Resize(inputs.Count);
        WeighOutput();
        _passes.Forward(this, inputs, outputs);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The columns or samples do not fit.</exception>
    public void Backward(SampleColumns inputs, SampleColumns outputGradients)
    {
        Check(inputs, InputCount, nameof(inputs));
        Check(outputGradients, OutputCount, nameof(outputGradients));
        if (outputGradients.Count != inputs.Count)
        {
            throw new ArgumentException(
                Text($"There are gradients for {outputGradients.Count} samples, but {inputs.Count} inputs."), nameof(outputGradients));
        }
        WeighOutput();
        _passes.Backward(this, inputs, outputGradients);
        // The passes use u = c v, so dv = c du.
        for (int o = 0; o < OutputCount; o++)
        {
            Span<float> row = _output.Gradients.Slice(o * Width, Width);
            for (int j = 0; j < Width; j++)
                row[j] *= _masses[j];
            double sum = 0;
            foreach (float g in outputGradients.Column(o))
                sum += g;
            _outputBias.Gradients[o] = (float)sum;
        }
    }

    internal TwoLayerView View =>
        new((InputCount, Width, OutputCount), _hidden.Values, _hiddenBias.Values, _weightedOutput, _outputBias.Values);

    // The blocks that the backward pass of units writes to.
    internal (ParameterBlock Hidden, ParameterBlock HiddenBias, ParameterBlock Output) UnitBlocks => (_hidden, _hiddenBias, _output);

    private ref float Parameter(int p, int unit)
    {
        if (p < OutputCount)
            return ref _output.Values[p * Width + unit];
        int input = p - OutputCount;
        return ref input < InputCount ? ref _hidden.Values[input * Width + unit] : ref _hiddenBias.Values[unit];
    }

    private ParameterBlock Block(string name, int rows) => new(name, rows * Width, UnitMasses.Factors(_masses, rows));

    private void WeighOutput()
    {
        for (int o = 0; o < OutputCount; o++)
        {
            ReadOnlySpan<float> v = _output.Values.Slice(o * Width, Width);
            Span<float> u = _weightedOutput.AsSpan(o * Width, Width);
            for (int j = 0; j < u.Length; j++)
                u[j] = _masses[j] * v[j];
        }
    }

    private static void Check(SampleColumns samples, int columns, string name)
    {
        if (samples.Columns != columns)
            throw new ArgumentException(Text($"There are {samples.Columns} numbers a sample; the network has {columns}."), name);
    }

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
