using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

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

    /// <summary>The inputs.</summary>
    public IReadOnlyList<InputSlot> Inputs =>
        [.. _session.InputMetadata.Select(input => new InputSlot(input.Key, Dims(input.Value), input.Value.ElementDataType))];

    /// <summary>Whether an output is a tensor of a float type: others cannot be compared.</summary>
    public bool HasFloatOutput =>
        _session.OutputMetadata.Values.Any(output => output.IsTensor && RuntimeTensor.IsFloat(output.ElementDataType));

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
                return [.. results.Select(RuntimeTensor.Output).OfType<ModelOutput>()];
            },
            cancellation);
    }

    /// <summary>Prepares runs that are timed, without the conversion of the inputs.</summary>
    /// <param name="inputs">Numbers for every input.</param>
    /// <returns>Runs the model once and tells how long it took; the token ends the run early.</returns>
    /// <exception cref="ModelFileException">An input is missing or does not fit; later, a run fails.</exception>
    public Func<CancellationToken, TimeSpan> Timed(IReadOnlyList<ModelInput> inputs)
    {
        NamedOnnxValue[] values = Values(inputs);
        return cancellation => Run(
            options =>
            {
                long start = Stopwatch.GetTimestamp();
                RunOnce(values, options).Dispose();
                return Stopwatch.GetElapsedTime(start);
            },
            cancellation);
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
        if (!input.IsTensor || !RuntimeTensor.IsFloat(input.ElementDataType))
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
        IReadOnlyList<InputSlot> slots = Inputs;
        return [.. inputs.SelectMany(input => slots.Where(slot => slot.Name == input.Name).Select(slot => Value(slot, input)))];
    }

    private NamedOnnxValue Value(InputSlot slot, ModelInput input)
    {
        string name = ModelErrors.Quote(slot.Name);
        long[] shape = Long([.. input.Shape]);
        ReadOnlySpan<float> values = input.Values.Span;
        if (TensorShape.Elements(shape) != values.Length)
        {
            throw ModelErrors.At(
                _path, $"input {name} has {values.Length} values for shape {TensorShape.Text(shape)}", $"they must be as many");
        }
        if (slot.Fault(values) is >= 0 and var at)
        {
            throw ModelErrors.At(
                _path,
                $"input {name} is {slot.Type}, and was given {values[at]} at {TensorShape.Index(shape, at)}",
                $"give whole numbers from {slot.Whole!.Value.Low} to {slot.Whole.Value.High}");
        }
        return RuntimeTensor.From(slot, input) ?? throw ModelErrors.At(
            _path, $"input {name} is {slot.Type}, which is not supported", $"use a model with float or integer inputs");
    }

    private static IReadOnlyList<int> Dims(NodeMetadata input) => [.. input.Dimensions.Select(dim => dim > 0 ? dim : -1)];

    private static long[] Long(int[] dims) => [.. dims.Select(dim => (long)dim)];

    // Error codes unknown to the runtime's own exception surface as a missing key.
    private static bool IsFailure(Exception exception) => exception is OnnxRuntimeException or KeyNotFoundException;

    private static ModelFileException Failure(string path, Exception exception) =>
        new($"ONNX Runtime cannot run '{path}': {ModelErrors.OneLine(RuntimeText.Plain(exception.Message))}; {Advice(exception)}", exception);

    // A Gather at an index that its table does not have: the number came in.
    private static string Advice(Exception exception) => exception.Message.Contains("out of data bounds", StringComparison.Ordinal)
        ? "give inputs with numbers in that range"
        : "check the model with onnx.checker, or export it again";
}
