namespace Polylog.Networks;

/// <summary>
/// Gives the layers of a model that are sums over exchangeable units fewer units, layer by layer in the order of the model. First, units
/// without effect are removed and copies of others merged; then units are chosen for the width asked for. Each layer is matched to the
/// responses of the original model, given the layers before it as they have become, so that errors do not add up.
/// </summary>
/// <remarks>
/// Memory: the model, one layer at a time in double precision, three matrices of units x units, and the inputs. Time of a layer: samples x
/// units^2 for
/// <see cref="ShrinkGoal.Function"/>. Temporary files are in a folder that <see cref="Dispose"/> deletes; nothing else is written before
/// <see cref="Save"/>. Not safe for use by several threads at once.
/// </remarks>
public sealed class ModelShrinker : IDisposable
{
    private readonly ModelUnderShrink _model;
    private readonly ShrinkGoal _goal;
    private readonly LayerKey[] _layers;
    private readonly LayerShrinker _shrinker;
    private readonly ShrinkNotes _notes = new();

    private ModelShrinker(ModelUnderShrink model, LayerKey[] layers, ShrinkOptions options, ChoiceFactory? choices)
    {
        _model = model;
        _goal = options.Goal;
        _layers = layers;
        _shrinker = new LayerShrinker(model, options, layers.Length, isEvery: options.Layers.Count == 0, _notes)
        {
            Choices = choices ?? FunctionChoice.Begin,
        };
        Parameters = model.Model.Parameters;
        Bytes = FileBytes(model.Model);
    }

    /// <summary>The count of numbers in the original model.</summary>
    public long Parameters { get; }

    /// <summary>Bytes of the files of the original model.</summary>
    public long Bytes { get; }

    /// <summary>The count of numbers in the model in its present state.</summary>
    public long ParametersNow => _model.Model.Parameters;

    /// <summary>Inputs that units are chosen on.</summary>
    public int FitCount => _model.FitCount;

    /// <summary>Inputs that errors are measured on.</summary>
    public int HeldOutCount => _model.HeldOutCount;

    /// <summary>What a user should know of the last run besides the changes, a line each.</summary>
    public IReadOnlyList<string> Notes => _notes.Lines;

    /// <summary>Lists the layers of a model; for layers that are not sums over exchangeable units, with the reason.</summary>
    /// <param name="path">A file that ends in .onnx or .safetensors, or an index that ends in .safetensors.index.json.</param>
    /// <returns>The layers in the order of the file. For safetensors, pairs of layers that fit together by shape.</returns>
    /// <exception cref="ModelFileException">The file cannot be read, is damaged, or is of a version that is not read.</exception>
    /// <example>
    /// Which layers of a model can have fewer units?
    /// <code>
    /// foreach (LayerInfo layer in ModelShrinker.FindLayers("model.onnx"))
    ///     Console.WriteLine($"{layer.Name}: {layer.Units} units{(layer.IsExchangeable ? "" : $", stays: {layer.Reason}")}");
    /// </code>
    /// </example>
    public static IReadOnlyList<LayerInfo> FindLayers(string path) => NetworkModel.Open(path).FindLayers();

    /// <summary>Opens a model to be shrunk, and checks that it can be as asked.</summary>
    /// <param name="path">A file that ends in .onnx or .safetensors, or an index that ends in .safetensors.index.json.</param>
    /// <param name="options">Which layers, and how few units.</param>
    /// <param name="data">Inputs as the model takes them; null for standard normal random numbers.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of its range.</exception>
    /// <exception cref="ModelFileException">
    /// The model cannot be read or run, a layer does not exist or cannot be shrunk as asked, or the inputs do not fit.
    /// </exception>
    /// <example>
    /// Half the units of every layer, chosen on inputs from a file:
    /// <code>
    /// CalibrationData inputs = CalibrationData.ReadNpy("inputs.npy");
    /// using ModelShrinker shrinker = ModelShrinker.Open("model.onnx", new ShrinkOptions { Fraction = 0.5 }, inputs);
    /// foreach (LayerChange change in shrinker.Run())
    ///     Console.WriteLine($"{change.Layer.Name}: {change.Layer.Units} to {change.Units} units");
    /// Console.WriteLine($"relative difference of the outputs: {shrinker.Difference().RelativeRms}");
    /// shrinker.Save("small.onnx");
    /// </code>
    /// </example>
    public static ModelShrinker Open(
        string path, ShrinkOptions options, CalibrationData? data = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return Open(NetworkModel.Open(path, cancellation), options, data, cancellation);
    }

    /// <summary>Takes over a model that was opened before; <paramref name="choices"/> replaces the choice of units.</summary>
    internal static ModelShrinker Open(
        NetworkModel model, ShrinkOptions options, CalibrationData? data, CancellationToken cancellation, ChoiceFactory? choices = null)
    {
        options.CheckRanges();
        if (data is { IsConstant: true })
        {
            throw new ModelFileException(
                $"{data.Name} has the same input in all of its rows, on which units cannot be told apart; give inputs that differ");
        }
        options = options with { Layers = model.ExpandNames(options.Layers) };
        LayerActivation activation = options.Activation ?? LayerActivation.Named("Relu");
        HashSet<string> names = [.. ShrinkCheck.Layers(model, options, activation).Select(layer => layer.Name)];
        ModelUnderShrink opened = model is SafetensorsModel safetensors
            ? new PairsUnderShrink(safetensors, [.. options.Layers.Select(name => new LayerKey(name, -1, activation))], data, cancellation)
            : new OnnxUnderShrink((OnnxModel)model, data, cancellation);
        return new ModelShrinker(opened, [.. opened.Layers.Where(layer => names.Contains(layer.Name))], options, choices);
    }

    /// <summary>Shrinks the layers, in memory.</summary>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>What became of each layer, in the order of the model.</returns>
    /// <exception cref="ModelFileException">
    /// A weight or a response is not finite, a layer cannot be shrunk as asked, or a run of the model fails.
    /// </exception>
    public IReadOnlyList<LayerChange> Run(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        NetworkModel model = _model.Model;
        _notes.Clear();
        LayerInfo[] before = [.. _layers.Select(key => model.FindLayer(key).Info)];
        LayerInfo[] fitting = _model is PairsUnderShrink ? [.. model.FindLayers()] : [];
        NoteReversed(model);
        Prepare(cancellation);
        _model.SetWanted(cancellation);
        // To learn what each layer is worth takes about as long as to shrink it.
        double begun = _shrinker.Plan(_layers, share => progress?.Report(share / 2), cancellation) ? 0.5 : 0;
        var changes = new List<LayerChange>();
        for (int i = 0; i < _layers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int done = i;
            void Report(double share) => progress?.Report(begun + ((1 - begun) * (done + share) / _layers.Length));
            changes.Add(_shrinker.Shrink(_layers[i], before[i], i, Report, cancellation));
        }
        for (int i = 0; i < _layers.Length; i++)
        {
            if (changes[i].Masses.Count > 0)
                model.StoreMasses(_layers[i], [.. changes[i].Masses]);
        }
        _notes.OtherPairs(changes, fitting);
        _notes.Growth(Parameters, ParametersNow);
        return changes;
    }

    /// <summary>
    /// The difference between the outputs of the model in its present state and those of the original, on the inputs held out. For
    /// safetensors, the outputs of the pairs of layers.
    /// </summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">A run of the model fails, or an output of the original is not finite.</exception>
    public ModelDifference Difference(CancellationToken cancellation = default) => _model.Difference(_model.Model, cancellation);

    /// <summary>As <see cref="Difference"/>, with some of the outputs.</summary>
    internal (ModelDifference Difference, OutputSample Sample) DifferenceWithSample(CancellationToken cancellation)
    {
        var sample = new OutputSample();
        return (_model.Difference(_model.Model, cancellation, sample), sample);
    }

    /// <summary>
    /// Median times of a run of the original model and of the present one, in turns, on one batch of inputs; null for safetensors.
    /// </summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">A run of the model fails.</exception>
    public (TimeSpan Before, TimeSpan Now, int Batch)? Latency(CancellationToken cancellation = default)
    {
        if (_model is not OnnxUnderShrink onnx)
            return null;
        (double first, double second) = onnx.Latency(_model.Model, cancellation);
        return (TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(second), onnx.Timed.Count);
    }

    /// <summary>Writes the model in its present state, whole or not at all.</summary>
    /// <param name="path">The new file; not one of the files the model was read from.</param>
    /// <param name="cancellation">Ends the work early; nothing is left behind.</param>
    /// <returns>Bytes of the files of the written model.</returns>
    /// <exception cref="ModelFileException">It cannot be written.</exception>
    public long Save(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        _model.Model.Save(path, cancellation);
        return FileBytes(NetworkModel.Open(path, CancellationToken.None));
    }

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose() => _model.Dispose();

    // Checks all weights, and merges units until none can go: what goes from one layer can leave units of another without effect.
    private void Prepare(CancellationToken cancellation)
    {
        bool merges = _goal == ShrinkGoal.Function;
        if (merges)
            RemoveMasses();
        bool changed = false;
        foreach (LayerKey key in _layers)
        {
            cancellation.ThrowIfCancellationRequested();
            HiddenLayer layer = _model.Layer(key, cancellation);
            CheckFinite(key, layer);
            changed |= merges && _shrinker.Merge(key, layer, cancellation);
        }
        while (changed)
        {
            changed = false;
            foreach (LayerKey key in _layers)
            {
                cancellation.ThrowIfCancellationRequested();
                changed |= _shrinker.Merge(key, _model.Layer(key, cancellation), cancellation);
            }
        }
    }

    private void NoteReversed(NetworkModel model)
    {
        foreach (LayerKey key in model is SafetensorsModel ? _layers : [])
        {
            if (((SafetensorsModel)model).FindReversed(key.Name) is { } reversed)
                _notes.Reversed(key.Name, reversed);
        }
    }

    private void CheckFinite(LayerKey key, HiddenLayer layer)
    {
        if (layer.FindNonFinite() is not var (tensor, place, value))
            return;
        throw ModelErrors.At(
            _model.Model.Path,
            $"tensor {ModelErrors.Quote(tensor)} of layer {ModelErrors.Quote(key.Name)} has {value} at {place}",
            $"weights must be finite, correct the model or name only other layers with {OptionNames.Layers}");
    }

    // A layer shrunk for its function is an ordinary layer: its outgoing weights contain the masses.
    private void RemoveMasses()
    {
        foreach (LayerKey key in _layers.Where(_model.Model.HasMasses))
        {
            _model.Model.RemoveMasses(key);
            _notes.MassesRemoved(key);
        }
    }

    private static long FileBytes(NetworkModel model) => model.Files.Where(File.Exists).Sum(FileSize.Bytes);
}
