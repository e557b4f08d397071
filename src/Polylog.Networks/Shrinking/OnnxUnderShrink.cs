namespace Polylog.Networks;

/// <summary>An ONNX model that is being shrunk: responses are read from inside of it while it runs.</summary>
internal sealed class OnnxUnderShrink : ModelUnderShrink
{
    private readonly List<IReadOnlyList<ModelInput>> _fit;
    private readonly List<IReadOnlyList<ModelInput>> _heldOut;
    private readonly OnnxModel _model;
    private readonly BatchRuns _runs;
    private readonly InputBatches _inputs;
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
        _runs = new BatchRuns(model.Path, _threads, TemporaryFile);
        try
        {
            _inputs = _runs.Prepare(runner, data, BatchSize, units, cancellation);
        }
        catch
        {
            Dispose();
            throw;
        }
        (_fit, _heldOut) = (_inputs.Fit, _inputs.HeldOut);
    }

    public override IReadOnlyList<LayerKey> Layers { get; }

    public override int FitCount => _inputs.FitCount;

    public override int HeldOutCount => _inputs.HeldOutCount;

    /// <summary>A batch of inputs to measure the latency on.</summary>
    public TimedBatch Timed => _inputs.Timed;

    public override void SetWanted(CancellationToken cancellation)
    {
        string path = TemporaryFile("wanted");
        _model.Save(path, cancellation);
        _wanted = OnnxModel.Open(path, cancellation);
        _wantedVersion = _model.Version;
    }

    public override IEnumerable<IReadOnlyList<(double[] Given, double[] Wanted)>> Responses(
        HiddenLayer layer, IReadOnlyList<Reading> readings, bool heldOut, CancellationToken cancellation)
    {
        List<IReadOnlyList<ModelInput>> batches = heldOut ? _heldOut : _fit;
        string[] values = [.. readings.Select(reading => reading.Place!.Value)];
        int[] rows = [.. readings.Select(reading => (int)Math.Max(1, (reading.Samples + batches.Count - 1) / batches.Count))];
        using ModelRunner given = Probe(_model, values, "given", cancellation);
        using ModelRunner? wanted = _wantedVersion == _model.Version ? null : Probe(_wanted, values, "original", cancellation);
        IResponseRows[] samples = [.. readings.Select(reading => Rows(reading, reading.Place!))];
        // The original model may have other units at these places, but it has them all.
        IResponseRows[] originals = [.. readings.Select(reading => Rows(reading, Original(layer, reading.Place!)))];
        for (int i = 0; i < batches.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<ModelOutput> have = given.Run(batches[i], cancellation), want = wanted?.Run(batches[i], cancellation) ?? have;
            CheckExamples(layer.Info.Name, readings, have, batches[i]);
            var read = new (double[] Given, double[] Wanted)[readings.Count];
            for (int r = 0; r < read.Length; r++)
            {
                double[] own = samples[r].Rows(Value(have, values[r]), rows[r], (ulong)i);
                read[r] = (own, wanted is null ? own : originals[r].Rows(Value(want, values[r]), rows[r], (ulong)i));
            }
            yield return read;
        }
    }

    private static IResponseRows Rows(Reading reading, ResponsePlace place)
    {
        int units = (int)place.Span.Units;
        return reading.IsPatch
            ? new ResponsePatches(place, reading.Filter)
            : new ResponseSamples(place with { Columns = reading.Place!.Columns }, units);
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

    public override WidthCost Cost(ShrinkCost cost, IReadOnlyList<UnitGroup> groups, CancellationToken cancellation)
    {
        if (cost != ShrinkCost.MultiplyAdds)
            return base.Cost(cost, groups, cancellation);
        var counts = new MultiplyAdds(_model.Graph);
        using ModelRunner runner = Probe(_model, counts.Values, "counted", cancellation);
        counts.Count(runner.Run(_fit[0], cancellation), _fit[0][0].Shape is [int examples, ..] ? examples : 1);
        return new WidthCost(groups, slot => slot is OnnxSlot own ? counts.Each(own) : 0, counts.Total);
    }

    public override (double First, double Second) Latency(NetworkModel changed, CancellationToken cancellation)
    {
        string path = TemporaryFile("timed");
        changed.Save(path, cancellation);
        using ModelRunner before = ModelRunner.Open(_model.Path, cancellation: cancellation);
        using ModelRunner now = ModelRunner.Open(path, cancellation: cancellation);
        (TimeSpan first, TimeSpan second) = LatencyComparison.Medians(before, now, Timed.Inputs, cancellation);
        return (first.TotalSeconds, second.TotalSeconds);
    }

    public override ModelDifference Difference(NetworkModel changed, CancellationToken cancellation, OutputSample? sample = null)
    {
        if (_outputs is null)
        {
            using ModelRunner first = _runs.OpenOriginal(cancellation);
            _outputs = Run(first, cancellation, outputs => FiniteOutputs.Check(_model.Path, outputs));
        }
        string path = TemporaryFile("measured");
        changed.Save(path, cancellation);
        using ModelRunner second = ChangedRunner(path, cancellation);
        return ModelDifference.Between(_outputs, Run(second, cancellation), sample);
    }

    // The original model ran, so a failure comes from the change.
    private ModelRunner ChangedRunner(string path, CancellationToken cancellation)
    {
        try
        {
            return _runs.OpenState(path, cancellation);
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
        string layer, IReadOnlyList<Reading> readings, IReadOnlyList<ModelOutput> outputs, IReadOnlyList<ModelInput> batch)
    {
        foreach (ResponsePlace place in readings.Select(reading => reading.Place!).Where(place => place.IsFlat))
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

    private ModelRunner Probe(OnnxModel model, string[] values, string name, CancellationToken cancellation)
    {
        string path = TemporaryFile(name);
        model.SaveUpTo(values, path, cancellation);
        return _runs.OpenState(path, cancellation);
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
}
