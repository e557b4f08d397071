using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Polylog.Networks;

/// <summary>Runs an ONNX model with ONNX Runtime on the processor.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _path;
    private bool _isLeftBehind;

    private ModelRunner(InferenceSession session, string path)
    {
        _session = session;
        _path = path;
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads of a run, at least 1; the last bits of outputs can depend on it.</param>
    /// <param name="cancellation">Ends the loading early.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <exception cref="ModelFileException">There is no such file, or ONNX Runtime cannot load it.</exception>
    public static ModelRunner Open(string path, int threads = 1, CancellationToken cancellation = default) =>
        Open(path, threads, path, cancellation);

    /// <summary>Loads a model that messages name by another path: a user does not know of temporary copies.</summary>
    public static ModelRunner Open(string path, int threads, string shown, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!File.Exists(path))
            throw ModelErrors.NoSuchFile(path);
        RuntimeStart.Ensure();
        try
        {
            return new ModelRunner(StoppableCall.Run(() => Load(path, threads, cancellation), () => { }, cancellation), shown);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            cancellation.ThrowIfCancellationRequested();
            throw Failure(shown, exception);
        }
    }

    /// <summary>The inputs and their dimensions; -1 for a dimension that the model leaves open.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Dims)> Inputs =>
        [.. _session.InputMetadata.Select(input => (input.Key, Dims(input.Value)))];

    /// <summary>Whether an output is a tensor of a float type: others cannot be compared.</summary>
    public bool HasFloatOutput => _session.OutputMetadata.Values.Any(output => output.IsTensor && IsFloat(output.ElementDataType));

    /// <summary>Standard normal numbers for every input of the model.</summary>
    /// <param name="size">The value for dimensions that the model leaves open, at least 1; most often the number of examples.</param>
    /// <param name="seed">Equal seeds give equal numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    /// <exception cref="ModelFileException">An input is not of a float type, or is too large.</exception>
    public IReadOnlyList<ModelInput> RandomInputs(int size, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var random = new SplitMix64(seed);
        return [.. _session.InputMetadata.Select(input => RandomInput(input.Key, input.Value, size, ref random))];
    }

    /// <summary>Runs the model once.</summary>
    /// <param name="inputs">Numbers for every input.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <returns>All outputs of float types, in the model's order.</returns>
    /// <exception cref="ModelFileException">An input is missing or does not fit, or the run fails.</exception>
    public IReadOnlyList<ModelOutput> Run(IReadOnlyList<ModelInput> inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        NamedOnnxValue[] values = Values(inputs);
        return Run<IReadOnlyList<ModelOutput>>(
            options =>
            {
                using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = RunOnce(values, options);
                return [.. results.Select(Output).OfType<ModelOutput>()];
            },
            cancellation);
    }

    /// <summary>The median time of a run, after warm-up runs.</summary>
    /// <param name="inputs">Numbers for every input.</param>
    /// <param name="runs">How many runs are timed, at least 1.</param>
    /// <param name="cancellation">Ends the runs early.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="runs"/> is below 1.</exception>
    /// <exception cref="ModelFileException">An input is missing or does not fit, or a run fails.</exception>
    public TimeSpan MedianLatency(IReadOnlyList<ModelInput> inputs, int runs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        const int WarmUps = 3;
        NamedOnnxValue[] values = Values(inputs);
        List<TimeSpan> times = Run(
            options =>
            {
                var taken = new List<TimeSpan>();
                for (int run = -WarmUps; run < runs; run++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    long start = Stopwatch.GetTimestamp();
                    RunOnce(values, options).Dispose();
                    if (run >= 0)
                        taken.Add(Stopwatch.GetElapsedTime(start));
                }
                return taken;
            },
            cancellation);
        times.Sort();
        return (times[(runs - 1) / 2] + times[runs / 2]) / 2;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A run that was left behind still needs the session.
        if (!_isLeftBehind)
            _session.Dispose();
    }

    private static InferenceSession Load(string path, int threads, CancellationToken cancellation)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = RuntimeStart.Severity };
        using CancellationTokenRegistration stop = cancellation.Register(() => options.SetLoadCancellationFlag(true));
        return new InferenceSession(path, options);
    }

    private IDisposableReadOnlyCollection<DisposableNamedOnnxValue> RunOnce(NamedOnnxValue[] values, RunOptions options) =>
        _session.Run(values, _session.OutputNames, options);

    private T Run<T>(Func<RunOptions, T> run, CancellationToken cancellation)
    {
        T Whole()
        {
            using var options = new RunOptions { LogSeverityLevel = RuntimeStart.Severity };
            using CancellationTokenRegistration stop = cancellation.Register(() => options.Terminate = true);
            return run(options);
        }

        try
        {
            return StoppableCall.Run(Whole, () => _isLeftBehind = true, cancellation);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            cancellation.ThrowIfCancellationRequested();
            throw Failure(_path, exception);
        }
    }

    private ModelInput RandomInput(string name, NodeMetadata input, int size, ref SplitMix64 random)
    {
        if (!input.IsTensor || !IsFloat(input.ElementDataType))
        {
            throw ModelErrors.At(
                _path,
                $"input {ModelErrors.Quote(name)} is {input.ElementDataType}, for which random numbers mean nothing",
                $"give inputs with {nameof(CalibrationData)}");
        }
        int[] shape = [.. input.Dimensions.Select(dim => dim > 0 ? dim : size)];
        long count = TensorShape.Elements(Long(shape));
        if (count < 0 || count > Array.MaxLength)
        {
            throw ModelErrors.At(
                _path,
                $"input {ModelErrors.Quote(name)} of shape {TensorShape.Text(Long(shape))} is more than one array holds",
                $"use a smaller size");
        }
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.Normal();
        return new ModelInput(name, shape, values);
    }

    private NamedOnnxValue[] Values(IReadOnlyList<ModelInput> inputs)
    {
        foreach (string name in _session.InputMetadata.Keys)
        {
            if (!inputs.Any(input => input.Name == name))
            {
                throw ModelErrors.At(
                    _path,
                    $"input {ModelErrors.Quote(name)} was given no values",
                    $"give all of {string.Join(", ", _session.InputMetadata.Keys.Select(ModelErrors.Quote))}");
            }
        }
        return [.. inputs.Where(input => _session.InputMetadata.ContainsKey(input.Name)).Select(Value)];
    }

    private NamedOnnxValue Value(ModelInput input)
    {
        int[] shape = [.. input.Shape];
        float[] values = input.Values.ToArray();
        if (TensorShape.Elements(Long(shape)) != values.Length)
        {
            throw ModelErrors.At(
                _path,
                $"input {ModelErrors.Quote(input.Name)} has {values.Length} values for shape {TensorShape.Text(Long(shape))}",
                $"they must be as many");
        }
        TensorElementType type = _session.InputMetadata[input.Name].ElementDataType;
        bool isWhole = type is TensorElementType.Int64 or TensorElementType.Int32;
        if (isWhole && Array.FindIndex(values, value => value != MathF.Floor(value)) is >= 0 and var at)
        {
            throw ModelErrors.At(
                _path,
                $"input {ModelErrors.Quote(input.Name)} is {type}, and was given {values[at]} at {TensorShape.Index(shape, at)}",
                $"give whole numbers");
        }
        return type switch
        {
            TensorElementType.Float => Named(input, shape, values, value => value),
            TensorElementType.Double => Named(input, shape, values, value => (double)value),
            TensorElementType.Float16 => Named(input, shape, values, value => (Float16)value),
            TensorElementType.BFloat16 => Named(input, shape, values, value => (BFloat16)value),
            TensorElementType.Int64 => Named(input, shape, values, value => (long)value),
            TensorElementType.Int32 => Named(input, shape, values, value => (int)value),
            TensorElementType.Bool => Named(input, shape, values, value => value != 0),
            _ => throw ModelErrors.At(
                _path,
                $"input {ModelErrors.Quote(input.Name)} is {type}, which is not supported",
                $"use a model with float or integer inputs"),
        };
    }

    private static NamedOnnxValue Named<T>(ModelInput input, int[] shape, float[] values, Converter<float, T> convert) =>
        NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<T>(Array.ConvertAll(values, convert), shape));

    private static ModelOutput? Output(DisposableNamedOnnxValue value)
    {
        if (value.ValueType != OnnxValueType.ONNX_TYPE_TENSOR || !IsFloat(value.ElementType))
            return null;
        return value.ElementType switch
        {
            TensorElementType.Float => Numbers<float>(value, number => number),
            TensorElementType.Double => Numbers<double>(value, number => number),
            TensorElementType.Float16 => Numbers<Float16>(value, number => (double)(float)number),
            _ => Numbers<BFloat16>(value, number => (double)(float)number),
        };
    }

    private static ModelOutput Numbers<T>(DisposableNamedOnnxValue value, Func<T, double> convert)
    {
        // The buffer itself: the enumerator of a tensor takes many times as long.
        DenseTensor<T> tensor = value.AsTensor<T>().ToDenseTensor();
        double[] numbers = new double[tensor.Length];
        ReadOnlySpan<T> given = tensor.Buffer.Span;
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = convert(given[i]);
        return new ModelOutput(value.Name, tensor.Dimensions.ToArray(), numbers);
    }

    private static bool IsFloat(TensorElementType type) =>
        type is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.BFloat16;

    private static IReadOnlyList<int> Dims(NodeMetadata input) => [.. input.Dimensions.Select(dim => dim > 0 ? dim : -1)];

    private static long[] Long(int[] dims) => [.. dims.Select(dim => (long)dim)];

    // Error codes unknown to the runtime's own exception surface as a missing key.
    private static bool IsFailure(Exception exception) => exception is OnnxRuntimeException or KeyNotFoundException;

    private static ModelFileException Failure(string path, Exception exception) =>
        new($"ONNX Runtime cannot run '{path}': {ModelErrors.OneLine(RuntimeText.Plain(exception.Message))}; "
            + "check the model with onnx.checker, or export it again", exception);
}
