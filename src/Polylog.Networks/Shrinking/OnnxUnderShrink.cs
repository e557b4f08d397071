namespace Polylog.Networks;

/// <summary>An ONNX model that is being shrunk: responses are read from inside of it while it runs.</summary>
internal sealed class OnnxUnderShrink : ModelUnderShrink
{
    private readonly List<IReadOnlyList<ModelInput>> _fit;
    private readonly List<IReadOnlyList<ModelInput>> _heldOut;
    private readonly OnnxModel _model;
    private readonly int _threads = Environment.ProcessorCount;
    private OnnxModel _wanted;
    private int _wantedVersion;
    private List<ModelOutput>? _outputs;

    public OnnxUnderShrink(OnnxModel model, CalibrationData? data, CancellationToken cancellation)
        : base(model)
    {
        _model = model;
        _wanted = model;
        model.CheckData();
        IReadOnlyList<LayerInfo> layers = model.FindLayers();
        IEnumerable<(int Index, LayerInfo Item)> fit = layers.Index().Where(layer => layer.Item.IsExchangeable && layer.Item.IsHead);
        Layers = [.. fit.Select(layer => new LayerKey(layer.Item.Name, layer.Index, null))];
        using ModelRunner runner = Runner(model, cancellation);
        if (!runner.HasFloatOutput)
        {
            throw ModelErrors.At(model.Path, $"none of its outputs is of a float type, so the effect of fewer units cannot be measured",
                $"export it without its last step, such as an ArgMax");
        }
        long units = layers.Where(layer => layer.IsExchangeable).Select(layer => layer.Units).DefaultIfEmpty(1).Max();
        (_fit, _heldOut) = new ModelInputs(runner, model.Path, cancellation).Batches(data, BatchSize, units);
    }

    public override IReadOnlyList<LayerKey> Layers { get; }

    public override int FitCount => Count(_fit);

    public override int HeldOutCount => Count(_heldOut);

    /// <summary>A batch of inputs to measure the latency on.</summary>
    public IReadOnlyList<ModelInput> Batch => _heldOut[0];

    public override void SetWanted(CancellationToken cancellation)
    {
        string path = TemporaryFile("wanted");
        _model.Save(path, cancellation);
        _wanted = OnnxModel.Open(path, cancellation);
        _wantedVersion = _model.Version;
    }

    public override IEnumerable<IReadOnlyList<(double[] Given, double[] Wanted)>> Responses(
        HiddenLayer layer, IReadOnlyList<ResponsePlace?> places, bool heldOut, CancellationToken cancellation)
    {
        List<IReadOnlyList<ModelInput>> batches = heldOut ? _heldOut : _fit;
        ResponseSamples[] samples = [.. places.Select(place => new ResponseSamples(place!, layer.Units))];
        long total = Math.Max(CalibrationData.MostInputs, 4L * layer.Units);
        int rows = (int)Math.Max(1, total / batches.Count);
        string[] values = [.. places.Select(place => place!.Value)];
        using ModelRunner given = Probe(_model, values, "given", cancellation);
        using ModelRunner? wanted = _wantedVersion == _model.Version ? null : Probe(_wanted, values, "original", cancellation);
        // The original model has all units at these places.
        ResponseSamples[] originals = [.. samples.Select(sample => sample.With(Original(layer, sample.Place)))];
        for (int i = 0; i < batches.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<ModelOutput> outputs = given.Run(batches[i], cancellation);
            CheckExamples(layer.Info.Name, places, outputs, batches[i]);
            ulong seed = (ulong)i;
            double[][] have = [.. samples.Select(sample => sample.Rows(Value(outputs, sample.Place.Value), rows, seed))];
            if (wanted is null)
            {
                yield return [.. have.Select(own => (own, own))];
                continue;
            }
            IReadOnlyList<ModelOutput> originalOutputs = wanted.Run(batches[i], cancellation);
            yield return [.. have.Zip(originals, (own, sample) =>
                (own, sample.Rows(Value(originalOutputs, sample.Place.Value), rows, seed)))];
        }
    }

    public override IEnumerable<(double[] Given, double[] Wanted)> Patches(
        HiddenLayer layer, UnitReader reader, int[] kept, int samples, CancellationToken cancellation)
    {
        ResponsePlace place = reader.Responses!;
        var given = new ResponsePatches(place, reader.Filter, kept);
        var wanted = new ResponsePatches(Original(layer, place), reader.Filter, [.. Enumerable.Range(0, layer.Units)]);
        int rows = Math.Max(1, samples / _fit.Count);
        using ModelRunner now = Probe(_model, [place.Value], "given", cancellation);
        using ModelRunner? original = _wantedVersion == _model.Version ? null : Probe(_wanted, [place.Value], "original", cancellation);
        for (int i = 0; i < _fit.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ModelOutput have = Value(now.Run(_fit[i], cancellation), place.Value);
            ModelOutput want = original is null ? have : Value(original.Run(_fit[i], cancellation), place.Value);
            yield return (given.Rows(have, rows, (ulong)i), wanted.Rows(want, rows, (ulong)i));
        }
    }

    // Where other values beside the units have become fewer, the units begin elsewhere in the original.
    private ResponsePlace Original(HiddenLayer layer, ResponsePlace place)
    {
        if (_wantedVersion == _model.Version || place.Span.IsWhole)
            return place;
        int index = _model.FindLayers().Index().First(found => found.Item.Name == layer.Info.Name).Index;
        UnitGroup group = _wanted.FindLayer(new LayerKey(layer.Info.Name, index, null)).Group;
        return group.Readers.First(reader => reader.Responses!.Value == place.Value).Responses!;
    }

    public override ModelDifference Difference(NetworkModel changed, CancellationToken cancellation)
    {
        if (_outputs is null)
        {
            using ModelRunner first = ModelRunner.Open(_model.Path, _threads, cancellation);
            _outputs = Run(first, cancellation, outputs => FiniteOutputs.Check(_model.Path, outputs));
        }
        string path = TemporaryFile("measured");
        changed.Save(path, cancellation);
        using ModelRunner second = ChangedRunner(path, cancellation);
        return ModelDifference.Between(_outputs, Run(second, cancellation));
    }

    // The original model ran, so a failure comes from the change.
    private ModelRunner ChangedRunner(string path, CancellationToken cancellation)
    {
        try
        {
            return ModelRunner.Open(path, _threads, _model.Path, cancellation);
        }
        catch (ModelFileException exception)
        {
            string reason = ModelErrors.OneLine(RuntimeText.Plain(exception.InnerException?.Message ?? exception.Message));
            throw new ModelFileException(
                $"'{_model.Path}' does not run with fewer units: one of its layers is not a sum over exchangeable units after all, "
                + "for instance because a Reshape mixes channels and places; "
                + $"name only other layers with {OptionNames.Layers} (ONNX Runtime: {reason})",
                exception);
        }
    }

    private List<ModelOutput> Run(ModelRunner runner, CancellationToken cancellation, Action<IReadOnlyList<ModelOutput>>? check = null)
    {
        var outputs = new List<ModelOutput>();
        for (int i = 0; i < _heldOut.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<ModelOutput> batch = runner.Run(_heldOut[i], cancellation);
            check?.Invoke(batch);
            outputs.AddRange(batch);
        }
        return outputs;
    }

    // A Reshape to rows of a fixed length may split examples instead of flattening them; only a run shows that.
    private void CheckExamples(
        string layer, IReadOnlyList<ResponsePlace?> places, IReadOnlyList<ModelOutput> outputs, IReadOnlyList<ModelInput> batch)
    {
        foreach (ResponsePlace place in places.OfType<ResponsePlace>().Where(place => place.IsFlat))
        {
            if (batch[0].Shape is not [int inputs, ..]
                || outputs.FirstOrDefault(output => output.Name == place.Value) is not { Shape: [int rows, _] } || rows == inputs)
            {
                continue;
            }
            throw ModelErrors.At(
                _model.Path,
                $"layer {ModelErrors.Quote(layer)} is not a sum over exchangeable units: a Reshape makes {rows} rows of {inputs} inputs",
                $"name only other layers with {OptionNames.Layers}");
        }
    }

    private ModelRunner Probe(OnnxModel model, IEnumerable<string> values, string name, CancellationToken cancellation)
    {
        string path = TemporaryFile(name);
        model.SaveWithOutputs(values, path, cancellation);
        return ModelRunner.Open(path, _threads, _model.Path, cancellation);
    }

    private ModelOutput Value(IReadOnlyList<ModelOutput> outputs, string value) =>
        outputs.FirstOrDefault(output => output.Name == value)
            ?? throw ModelErrors.At(
                _model.Path,
                $"the value {ModelErrors.Quote(value)} is not of a float type, so the units' responses cannot be read",
                $"name only other layers with {OptionNames.Layers}");

    // This library reads bfloat16, but the runtime does not run it everywhere.
    private ModelRunner Runner(OnnxModel model, CancellationToken cancellation)
    {
        try
        {
            return ModelRunner.Open(model.Path, _threads, cancellation);
        }
        catch (ModelFileException) when (model.Graph.Tensors.Any(tensor => tensor.Format == FloatFormat.BFloat16))
        {
            throw ModelErrors.At(
                model.Path,
                $"its weights are bfloat16, which ONNX Runtime cannot run on this processor, and units are chosen by running the model",
                $"convert the model to float32 or float16");
        }
    }

    private static int Count(List<IReadOnlyList<ModelInput>> batches) =>
        batches.Sum(batch => batch[0].Shape is [int inputs, ..] ? inputs : 1);
}
