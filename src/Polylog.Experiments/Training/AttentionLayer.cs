using System.Globalization;

namespace Polylog.Experiments;

/// <summary>
/// A causal multi-head attention layer of weighted heads, without biases: y(x) = sum_h c_h U_h softmax(q_h K_h^T / sqrt(E)) V_h, with the
/// softmax over the tokens up to the query's own. Head h has the parameters (Wq, Wk, Wv, Wo); its mass c_h says how many heads it stands
/// for, 1 in an ordinary layer.
/// </summary>
/// <remarks>
/// Parameters are single-precision. Gradients of a head's parameters have the factor 1 / c_h, so that with integer masses the layer trains
/// like the ordinary layer that has every head c_h times, under every optimiser. Results are the same bits for any number of threads. Not
/// safe for concurrent use. Cost of a pass for each head, sequence and query: about 4 E D + O E multiply-adds, plus 2 D of them and an
/// exponential for each token up to the query's.
/// </remarks>
public sealed class AttentionLayer : INetwork
{
    // Multiply-adds that take some 50 microseconds. For less work, starting a second thread costs more than it gains.
    private const long MinWork = 2_000_000;

    private readonly float[] _masses;
    private readonly ParameterBlock[] _blocks;
    private readonly AttentionPasses _passes;

    /// <summary>Makes a layer of zeros.</summary>
    /// <param name="shape">Its sizes, all at least 1.</param>
    /// <param name="heads">Heads, at least 1.</param>
    /// <param name="masses">c_h, one a head, above 0; empty for 1.</param>
    /// <param name="threads">Threads that large batches may use; null for as many as there are processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of threads is below 1.</exception>
    /// <exception cref="ArgumentException">There are masses, but not one a head, or one is not finite and above 0.</exception>
    public AttentionLayer(AttentionShape shape, int heads, ReadOnlySpan<double> masses = default, int? threads = null)
    {
        shape.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        Threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(threads));
        (Shape, Heads) = (shape, heads);
        _masses = UnitMasses.Checked(masses, heads, "heads");
        int matrix = shape.HeadSize * shape.TokenSize;
        _blocks =
        [
            Block("query.weight", matrix), Block("key.weight", matrix), Block("value.weight", matrix), Block(
                "output.weight", shape.OutputSize * shape.HeadSize),
        ];
        _passes = new AttentionPasses(shape, heads, new Workers(Threads) { MinWork = MinWork });
    }

    /// <summary>The sizes.</summary>
    public AttentionShape Shape { get; }

    /// <summary>Heads.</summary>
    public int Heads { get; }

    /// <summary>Threads that large batches may use.</summary>
    public int Threads { get; }

    /// <summary>c_h, one a head.</summary>
    public ReadOnlySpan<float> Masses => _masses;

    /// <summary>T x D: number d of token t is column t * D + d.</summary>
    public int InputCount => Shape.InputCount;

    /// <summary>Output o at the i-th position that has one is column i * O + o.</summary>
    public int OutputCount => Shape.OutputCount;

    /// <summary>query.weight, key.weight, value.weight (E x D x heads) and output.weight (O x E x heads), row-major.</summary>
    public IReadOnlyList<ParameterBlock> Parameters => _blocks;

    /// <summary>
    /// Draws all parameters from the distribution of PyTorch's linear layers, with one layer for the queries of all heads, and so on:
    /// uniform in +-1 / sqrt(n), where n is the number of inputs of the layer.
    /// </summary>
    /// <param name="seed">Seed.</param>
    public void Initialise(ulong seed)
    {
        var random = new SplitMix64(seed);
        double inner = 1 / Math.Sqrt(Shape.TokenSize), output = 1 / Math.Sqrt((double)Heads * Shape.HeadSize);
        double[] head = new double[Shape.HeadParameters];
        int inside = head.Length - Shape.OutputSize * Shape.HeadSize;
        for (int h = 0; h < Heads; h++)
        {
            for (int p = 0; p < head.Length; p++)
                head[p] = p < inside ? random.Uniform(-inner, inner) : random.Uniform(-output, output);
            SetHead(h, head);
        }
    }

    /// <summary>Reads a head.</summary>
    /// <param name="head">0 .. <see cref="Heads"/> - 1.</param>
    /// <param name="values">OUT, <see cref="AttentionShape.HeadParameters"/> numbers: Wq, Wk, Wv, Wo, each row by row.</param>
    public void GetHead(int head, Span<double> values)
    {
        for (int p = 0; p < Shape.HeadParameters; p++)
            values[p] = Parameter(p, head);
    }

    /// <summary>Writes a head.</summary>
    /// <param name="head">0 .. <see cref="Heads"/> - 1.</param>
    /// <param name="values">IN, <see cref="AttentionShape.HeadParameters"/> numbers: Wq, Wk, Wv, Wo, each row by row.</param>
    public void SetHead(int head, ReadOnlySpan<double> values)
    {
        for (int p = 0; p < Shape.HeadParameters; p++)
            Parameter(p, head) = (float)values[p];
    }

    /// <summary>A layer of some of the heads with new masses, such as the points of a coreset.</summary>
    /// <param name="heads">The heads to keep; a head may be named more than once.</param>
    /// <param name="masses">Their masses, one each; empty for the masses they have.</param>
    /// <exception cref="ArgumentException">There are no heads, or there is not one mass above 0 for each.</exception>
    public AttentionLayer Keep(ReadOnlySpan<int> heads, ReadOnlySpan<double> masses = default)
    {
        if (heads.IsEmpty)
            throw new ArgumentException("There are no heads to keep; name at least one.", nameof(heads));
        double[] kept = masses.ToArray();
        if (masses.IsEmpty)
            kept = Array.ConvertAll(heads.ToArray(), head => (double)_masses[head]);
        var layer = new AttentionLayer(Shape, heads.Length, kept, Threads);
        for (int h = 0; h < heads.Length; h++)
        {
            for (int p = 0; p < Shape.HeadParameters; p++)
                layer.Parameter(p, h) = Parameter(p, heads[h]);
        }
        return layer;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs have another number of columns.</exception>
    public void Forward(SampleColumns inputs, SampleColumns outputs)
    {
        Check(inputs, InputCount, nameof(inputs));
        Check(outputs, OutputCount, nameof(outputs));
        outputs.Resize(inputs.Count);
        Pack();
        _passes.Forward(inputs, outputs);
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
        Pack();
        _passes.Backward(inputs, outputGradients);
        ForEachVector((block, parameter, row, first, count) =>
        {
            ReadOnlySpan<float> found = _passes.Gradient(first / Vectors.Lanes, parameter);
            Span<float> gradients = _blocks[block].Gradients.Slice(row * Heads + first, count);
            // The passes use U = c Wo, so dWo = c dU.
            for (int i = 0; i < count; i++)
                gradients[i] = block == OutputBlock ? _masses[first + i] * found[i] : found[i];
        });
    }

    private const int OutputBlock = 3;

    // The parameters of sixteen heads at a time; masses are multiplied into Wo.
    private void Pack() => ForEachVector((block, parameter, row, first, count) =>
    {
        Span<float> packed = _passes.Parameter(first / Vectors.Lanes, parameter);
        ReadOnlySpan<float> values = _blocks[block].Values.Slice(row * Heads + first, count);
        packed.Clear();
        for (int i = 0; i < count; i++)
            packed[i] = block == OutputBlock ? _masses[first + i] * values[i] : values[i];
    });

    private void ForEachVector(Action<int, int, int, int, int> action)
    {
        int parameter = 0;
        for (int block = 0; block < _blocks.Length; block++)
        {
            for (int row = 0; row < _blocks[block].Length / Heads; row++, parameter++)
            {
                for (int first = 0; first < Heads; first += Vectors.Lanes)
                    action(block, parameter, row, first, Math.Min(Vectors.Lanes, Heads - first));
            }
        }
    }

    private ref float Parameter(int p, int head)
    {
        int matrix = Shape.HeadSize * Shape.TokenSize;
        int block = Math.Min(p / matrix, OutputBlock);
        return ref _blocks[block].Values[(p - block * matrix) * Heads + head];
    }

    private ParameterBlock Block(string name, int rows) => new(name, rows * Heads, UnitMasses.Factors(_masses, rows));

    private static void Check(SampleColumns samples, int columns, string name)
    {
        if (samples.Columns != columns)
            throw new ArgumentException(Text($"There are {samples.Columns} numbers a sample; the layer has {columns}."), name);
    }

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
