namespace Polylog.Networks;

/// <summary>
/// Shrinks the layers of a model that are sums over exchangeable units, in their order. First go units that have no effect or are the same as another; then units are chosen for
/// the widths asked for. Each layer is matched to what the model was, given what the layers before it have become, so that errors do not pile up.
/// </summary>
/// <remarks>
/// Memory: the model, its layers one at a time in double precision, three second-moment matrices of units x units and the inputs. Cost of a layer: samples x units^2 for
/// <see cref="ShrinkGoal.Function"/>. Works in a folder for temporary files that <see cref="Dispose"/> deletes; nothing else is written before <see cref="Save"/>.
/// </remarks>
public sealed class ModelShrinker : IDisposable
{
    private const int MostUnits = 20_000;

    // Widths tried between half of the one found and that one, where errors are uneven.
    private const int LowerSteps = 12;

    private readonly ShrinkTarget _target;
    private readonly ShrinkOptions _options;
    private readonly LayerKey[] _chosen;
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _shared = [];

    // No layer was named: all that gain.
    private readonly bool _isEvery;

    private ModelShrinker(ShrinkTarget target, ShrinkOptions options, bool isEvery)
    {
        _isEvery = isEvery;
        _target = target;
        _options = options;
        _chosen = options.Layers.Count == 0 || target is PairTarget ? [.. target.Layers] : [.. target.Layers.Where(layer => IsNamed(layer, options.Layers))];
        Parameters = target.Model.Parameters;
        Bytes = Size(target.Model);
    }

    /// <summary>Numbers in the model before.</summary>
    public long Parameters { get; }

    /// <summary>Bytes of its files before.</summary>
    public long Bytes { get; }

    /// <summary>Numbers in the model now.</summary>
    public long ParametersNow => _target.Model.Parameters;

    /// <summary>Inputs that units are chosen on.</summary>
    public int FitCount => _target.FitCount;

    /// <summary>Inputs that errors are measured on.</summary>
    public int HeldOutCount => _target.HeldOutCount;

    /// <summary>What is worth knowing of the last run besides its changes, a line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private bool IsSized => _options.Width is not null || _options.Fraction is not null || _options.Tolerance is not null;

    /// <summary>Opens a model to be shrunk.</summary>
    /// <param name="path">A file that ends in .onnx or .safetensors.</param>
    /// <param name="options">What is wanted; for safetensors the layers are pairs of names such as <c>fc1:fc2</c>, and must be given.</param>
    /// <param name="data">Inputs; null for random ones.</param>
    /// <exception cref="ModelFileException">The model cannot be read or run, a layer is not there or cannot be shrunk as asked, or the inputs do not fit.</exception>
    public static ModelShrinker Open(string path, ShrinkOptions options, CalibrationData? data = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (data is { IsConstant: true })
            throw new ModelFileException($"{data.Name} has the same input in all of its rows, on which units cannot be told apart; give inputs that differ");
        NetworkModel model = NetworkModel.Open(path);
        LayerActivation activation = options.Activation ?? LayerActivation.Named("Relu");
        // Names and widths first: reading inputs and running the model can take long.
        HiddenLayer[] layers = model is OnnxModel && options.Layers.Count == 0
            ? []
            : [.. options.Layers.Select(name => model is SafetensorsModel pairs ? pairs.ReadLayer(name, activation) : model.ReadLayer(name))];
        if (model is SafetensorsModel && layers.Length == 0)
            throw NoPairs(model);
        IReadOnlyList<LayerInfo> infos = layers.Length > 0 ? [.. layers.Select(layer => layer.Info)] : [.. model.FindLayers().Where(layer => layer.IsExchangeable)];
        Check(model, infos, options);
        ShrinkTarget target = model is SafetensorsModel safetensors
            ? new PairTarget(safetensors, [.. options.Layers.Select(name => new LayerKey(name, -1, activation))], data)
            : new OnnxTarget((OnnxModel)model, data);
        return new ModelShrinker(target, options with { Layers = [.. infos.Select(info => info.Name)] }, isEvery: options.Layers.Count == 0);
    }

    /// <summary>Shrinks the layers.</summary>
    /// <param name="progress">Told the share of the work done.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>What became of each layer, in the model's order.</returns>
    /// <exception cref="ModelFileException">A layer cannot be shrunk as asked, or a run of the model fails.</exception>
    public IReadOnlyList<LayerChange> Run(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        LayerInfo[] before = [.. _chosen.Select(Checked)];
        LayerInfo[] fitting = _target is PairTarget ? [.. _target.Model.FindLayers()] : [];
        if (_options.Goal == ShrinkGoal.Function)
        {
            ForgetMasses();
            Merge(cancellation);
        }
        _target.SetWanted();
        var changes = new List<LayerChange>();
        for (int i = 0; i < _chosen.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int done = i;
            changes.Add(Shrink(_chosen[i], before[i], i, share => progress?.Report((done + share) / _chosen.Length), cancellation));
        }
        for (int i = 0; i < _chosen.Length; i++)
        {
            if (changes[i].Masses.Count > 0)
                _target.Model.NoteMasses(_chosen[i], [.. changes[i].Masses]);
        }
        NotePairs(changes, fitting);
        if (ParametersNow > Parameters && _shared.Count == 0)
            _notes.Add(ModelErrors.Text($"the model has {ParametersNow} numbers now instead of {Parameters}: the masses noted beside it are more than what went"));
        if (ParametersNow > Parameters && _shared.Count > 0)
        {
            _notes.Add(ModelErrors.Text($"the model has {ParametersNow} numbers now instead of {Parameters}: ")
                + $"{string.Join(", ", _shared.Select(ModelErrors.Quote))} had weights that other parts of it use too and keep as they were");
        }
        return changes;
    }

    /// <summary>How far the outputs are from the original's, on the inputs held out; for pairs of layers, those of the pairs.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    public ModelDifference Difference(CancellationToken cancellation = default) => _target.Difference(_target.Model, cancellation);

    /// <summary>Median times of a run of the model before and now, on one batch of inputs; null for files that cannot be run.</summary>
    public (TimeSpan Before, TimeSpan Now, int Batch)? Latency()
    {
        if (_target is not OnnxTarget onnx)
            return null;
        string path = _target.Place("timed");
        _target.Model.Save(path);
        using ModelRunner before = ModelRunner.Open(_target.Model.Path), now = ModelRunner.Open(path);
        TimeSpan once = before.MedianLatency(onnx.Batch, 1);
        int runs = (int)Math.Clamp(TimeSpan.FromSeconds(1) / (once + TimeSpan.FromTicks(1)), 3, 50);
        int batch = onnx.Batch[0].Shape.Count > 0 ? onnx.Batch[0].Shape[0] : 1;
        return (before.MedianLatency(onnx.Batch, runs), now.MedianLatency(onnx.Batch, runs), batch);
    }

    /// <summary>Writes the model, whole or not at all.</summary>
    /// <param name="path">Where to; none of the files it was read from.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Bytes of the files it is in.</returns>
    /// <exception cref="ModelFileException">It cannot be written.</exception>
    public long Save(string path, CancellationToken cancellation = default)
    {
        _target.Model.Save(path, cancellation);
        return Size(NetworkModel.Open(path));
    }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();

    private LayerInfo Checked(LayerKey key)
    {
        HiddenLayer layer = _target.Model.ReadLayer(key);
        layer.CheckFinite();
        return layer.Info;
    }

    // What goes from one layer can leave units of another without effect.
    private void Merge(CancellationToken cancellation)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (LayerKey key in _chosen)
            {
                cancellation.ThrowIfCancellationRequested();
                HiddenLayer layer = _target.Model.ReadLayer(key);
                UnitMerge merge = UnitMerge.Find(layer);
                if (merge.Kept.Count == layer.Units || (!IsSized && layer.IsShared && !IsSmaller(copy => UnitMerge.Find(copy.ReadLayer(key)).Apply())))
                    continue;
                NoteShared(key, layer);
                merge.Apply();
                changed = true;
            }
        }
    }

    private LayerChange Shrink(LayerKey key, LayerInfo before, int place, Action<double> progress, CancellationToken cancellation)
    {
        HiddenLayer layer = _target.Model.ReadLayer(key);
        var unchanged = new LayerChange(before, layer.Units, ShrinkMethod.Exact) { Idle = (int)before.Units - layer.Units };
        int? wanted = _options.Width ?? (_options.Fraction is { } fraction ? Math.Max(1, (int)Math.Round(fraction * before.Units)) : null);
        if ((wanted is null && _options.Tolerance is null) || wanted >= layer.Units || layer.Units == 1)
            return unchanged;
        if (layer.Units > MostUnits && _options.Goal == ShrinkGoal.Function)
            throw ModelErrors.At(_target.Model.Path, $"layer {ModelErrors.Quote(key.Name)} has {layer.Units} units, more than the {MostUnits} that can be matched; leave it out with --layer");
        UnitChoice choice = _options.Goal == ShrinkGoal.Dynamics
            ? new MomentChoice(new HiddenLayerUnits(layer, _target.Model.ReadMasses(key, layer.Units)), _options.Order)
            : new FunctionChoice(layer, _target, key, progress, cancellation);
        if (wanted < choice.Least)
        {
            string[] ways =
            [
                .. choice.Least < layer.Units ? ["keep at least that many units"] : Array.Empty<string>(), .. _options.Order > 1 ? ["lower --order"] : Array.Empty<string>(), "take --preserve function",
            ];
            throw ModelErrors.At(_target.Model.Path,
                $"layer {ModelErrors.Quote(key.Name)} is to have {ModelErrors.Count(wanted!.Value, "unit")}, but order {_options.Order ?? 1} of its {new HiddenLayerUnits(layer).ObjectSize} weights a unit has {choice.Least} moments; {string.Join(", or ", ways)}");
        }
        ChosenUnits? chosen = wanted is { } size ? choice.Choose(size, cancellation) : Smallest(key, layer, choice, Allowed(place), cancellation);
        if (chosen is null)
            return unchanged;
        if (chosen.Units.Kept.Length < wanted && choice.Samples > 0 && choice.Samples < wanted)
        {
            throw ModelErrors.At(_target.Model.Path,
                $"layer {ModelErrors.Quote(key.Name)} is to have {ModelErrors.Count(wanted!.Value, "unit")}, but the inputs make only {ModelErrors.Count(choice.Samples, "sample")} to choose them on; give at least as many as units, better several times as many");
        }
        if (_isEvery && layer.IsShared && !IsSmaller(copy => Put(chosen, copy.ReadLayer(key))))
        {
            _notes.Add($"layer {ModelErrors.Quote(key.Name)} is left alone: other parts of the model use its weights, and a copy of some is more than what goes; name it with --layer to shrink it all the same");
            return unchanged;
        }
        NoteShared(key, layer);
        Put(chosen, layer);
        if (chosen.Units.Kept.Length < wanted)
            _notes.Add(ModelErrors.Text($"layer {ModelErrors.Quote(key.Name)} has {chosen.Units.Kept.Length} units now instead of {wanted}: no more of them are of use"));
        return unchanged with { Units = chosen.Units.Kept.Length, Method = chosen.Method, Samples = choice.Samples, Masses = chosen.Masses, Order = chosen.Order };
    }

    // A layer that is shrunk for its function is an ordinary one, whatever its units stood for before: its outgoing weights have the masses in them.
    private void ForgetMasses()
    {
        foreach (LayerKey key in _chosen.Where(_target.Model.HasMasses))
        {
            _target.Model.ForgetMasses(key);
            _notes.Add($"the masses of layer {ModelErrors.Quote(key.Name)} are in its outgoing weights, and no longer noted beside them; to keep them, take --preserve dynamics");
        }
    }

    // Weights that other parts use stay there, and a copy of some of them can be more than what goes.
    private bool IsSmaller(Action<NetworkModel> change)
    {
        NetworkModel copy = _target.Copy();
        change(copy);
        return copy.Parameters < _target.Model.Parameters;
    }

    private static void Put(ChosenUnits chosen, HiddenLayer layer) => layer.Replace(chosen.Units.Kept, chosen.Units.Outgoing, chosen.Shift);

    private void NoteShared(LayerKey key, HiddenLayer layer)
    {
        if (layer.IsShared)
            _shared.Add(key.Name);
    }

    // Without a graph nobody knows who else reads the units of a layer, but shapes give a hint.
    private void NotePairs(List<LayerChange> changes, LayerInfo[] fitting)
    {
        foreach (LayerChange change in changes.Where(change => change.Units < change.Layer.Units))
        {
            string[] names = change.Layer.Name.Split(':');
            foreach (string other in fitting.Select(layer => layer.Name).Where(name => name.StartsWith($"{names[0]}:", StringComparison.Ordinal) && name != change.Layer.Name))
                _notes.Add($"by shape {ModelErrors.Quote(other)} is a pair too: if {ModelErrors.Quote(other.Split(':')[1])} reads the units of {ModelErrors.Quote(names[0])}, its weights no longer fit, and {ModelErrors.Quote(change.Layer.Name)} was the wrong pair");
        }
    }

    // Errors of independent layers add up in squares: each may use up its share of what is left.
    private double Allowed(int place) => _options.Tolerance!.Value * Math.Sqrt((place + 1.0) / _chosen.Length);

    private ChosenUnits? Smallest(LayerKey key, HiddenLayer layer, UnitChoice choice, double allowed, CancellationToken cancellation)
    {
        ChosenUnits? best = null;
        int low = choice.Least, high = layer.Units;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (BestOf(key, choice, middle, allowed, cancellation) is { } good)
                (best, high) = (good, middle);
            else
                low = middle + 1;
        }
        for (int step = 1; choice.IsUneven && best is not null && step <= LowerSteps; step++)
        {
            int lower = high - (high * step / (2 * LowerSteps));
            if (lower >= choice.Least)
                best = BestOf(key, choice, lower, allowed, cancellation) ?? best;
        }
        return best;
    }

    // The candidate of least error; null where that is too large.
    private ChosenUnits? BestOf(LayerKey key, UnitChoice choice, int size, double allowed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (ChosenUnits tried, double error) = choice.Candidates(size, cancellation).Select(candidate => (candidate, Error(key, candidate, cancellation))).MinBy(pair => pair.Item2);
        return error <= allowed ? tried : null;
    }

    private double Error(LayerKey key, ChosenUnits tried, CancellationToken cancellation)
    {
        NetworkModel copy = _target.Copy();
        Put(tried, copy.ReadLayer(key));
        double error = _target.Difference(copy, cancellation).RelativeRms;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static void Check(NetworkModel model, IReadOnlyList<LayerInfo> layers, ShrinkOptions options)
    {
        if (layers.Count == 0)
            throw ModelErrors.At(model.Path, $"no layer of it is a sum over exchangeable units; {model.WhyNoLayers ?? "--list says why of each"}");
        if (layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ModelErrors.At(model.Path, $"layer {ModelErrors.Quote(twice.Key)} is named twice; name it once");
        if (options.Width is not { } width)
            return;
        LayerInfo widest = layers.MaxBy(layer => layer.Units)!;
        LayerInfo? narrow = options.Layers.Count > 0 ? layers.FirstOrDefault(layer => layer.Units < width) : widest.Units < width ? widest : null;
        if (narrow is not null)
            throw ModelErrors.At(model.Path, $"the width is {width}, but {(options.Layers.Count > 0 ? "" : "the widest ")}layer {ModelErrors.Quote(narrow.Name)} has {ModelErrors.Count(narrow.Units, "unit")}; give fewer");
    }

    private static ModelFileException NoPairs(NetworkModel model)
    {
        string[] names = [.. model.FindLayers().Select(layer => layer.Name)];
        string such = names.Length == 0 ? $"though {model.WhyNoLayers}" : $"by shape these could be: {string.Join(", ", names.Take(8))}";
        return new ModelFileException($"'{model.Path}' has no graph that says which layers follow each other; name pairs with --layers, {such}");
    }

    private static bool IsNamed(LayerKey layer, IReadOnlyList<string> names) => names.Contains(layer.Name);

    private static long Size(NetworkModel model) => model.Files.Where(File.Exists).Sum(FileSize.Of);
}
