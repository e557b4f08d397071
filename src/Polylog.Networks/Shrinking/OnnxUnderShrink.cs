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
        IEnumerable<(int Index, LayerInfo Item)> fit = layers.Index().Where(layer => layer.Item.IsExchangeable);
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

    public override IEnumerable<(double[] Given, double[] Wanted)> Responses(
        HiddenLayer layer, bool heldOut, CancellationToken cancellation)
    {
        ResponsePlace place = layer.Tensors.Responses!;
        List<IReadOnlyList<ModelInput>> batches = heldOut ? _heldOut : _fit;
        long total = Math.Max(CalibrationData.MostInputs, 4L * layer.Units);
        int rows = (int)Math.Max(1, total / batches.Count);
        using ModelRunner given = Probe(_model, place.Value, "given", cancellation);
        using ModelRunner? wanted = _wantedVersion == _model.Version ? null : Probe(_wanted, place.Value, "original", cancellation);
        for (int i = 0; i < batches.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<ModelOutput> outputs = given.Run(batches[i], cancellation);
            CheckExamples(layer.Info.Name, place, outputs, batches[i]);
            double[] have = Rows(outputs, place, layer.Units, rows, (ulong)i);
            yield return (have, wanted is null ? have : Rows(wanted.Run(batches[i], cancellation), place, layer.Units, rows, (ulong)i));
        }
    }

    public override ModelDifference Difference(NetworkModel changed, CancellationToken cancellation)
    {
        if (_outputs is null)
        {
            using ModelRunner first = _runs.OpenOriginal(cancellation);
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
    private void CheckExamples(string layer, ResponsePlace place, IReadOnlyList<ModelOutput> outputs, IReadOnlyList<ModelInput> batch)
    {
        if (place.Shape != UnitShape.Flat || batch[0].Shape is not [int inputs, ..]
            || outputs.FirstOrDefault(output => output.Name == place.Value) is not { Shape: [int rows, ..] } || rows == inputs)
        {
            return;
        }
        throw ModelErrors.At(
            _model.Path,
            $"layer {ModelErrors.Quote(layer)} is not a sum over exchangeable units: a Reshape makes {rows} rows of {inputs} inputs",
            $"name only other layers with {OptionNames.Layers}");
    }

    private ModelRunner Probe(OnnxModel model, string value, string name, CancellationToken cancellation)
    {
        string path = TemporaryFile(name);
        model.SaveWithOutput(value, path, cancellation);
        return _runs.OpenState(path, cancellation);
    }

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

    // Each place of a channel is a sample of it. Some are enough, the same ones for both models.
    private double[] Rows(IReadOnlyList<ModelOutput> outputs, ResponsePlace place, int units, int most, ulong batch)
    {
        ModelOutput output = outputs.FirstOrDefault(output => output.Name == place.Value)
            ?? throw ModelErrors.At(
                _model.Path,
                $"the value {ModelErrors.Quote(place.Value)} is not of a float type, so the units' responses cannot be read",
                $"name only other layers with {OptionNames.Layers}");
        ReadOnlySpan<double> values = output.Values.Span;
        int samples = values.Length / units;
        // [examples, units, places]; where units come last there is one place.
        int places = place.Shape == UnitShape.Last || output.Shape.Count < 2 ? 1 : samples / output.Shape[0];
        int[] chosen = [.. Enumerable.Range(0, samples)];
        if (samples > most)
        {
            new SplitMix64(batch).Draw(chosen.AsSpan(), most);
            chosen = chosen[..most];
        }
        double[] rows = new double[chosen.Length * units];
        for (int i = 0; i < chosen.Length; i++)
        {
            int example = chosen[i] / places, at = chosen[i] % places;
            for (int unit = 0; unit < units; unit++)
                rows[i * units + unit] = values[(example * units + unit) * places + at];
        }
        return rows;
    }
}
