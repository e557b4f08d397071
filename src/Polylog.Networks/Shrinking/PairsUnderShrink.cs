namespace Polylog.Networks;

/// <summary>
/// Pairs of layers of a file without a graph. Responses are worked out from the inputs of the first layer. A pair that begins with the
/// second layer of another pair takes that pair's responses as inputs; any other pair takes the calibration data, or random numbers.
/// </summary>
internal sealed class PairsUnderShrink : ModelUnderShrink
{
    private readonly List<Link> _links = [];
    private readonly Dictionary<string, PairNames> _names;
    private readonly LayerActivation _activation;
    private readonly CalibrationData? _data;
    private NetworkModel _wanted;
    private Dictionary<int, HiddenLayer> _wantedLayers = [];
    private (int Index, int Version, HiddenLayer[] Layers)? _before;
    private List<ModelOutput>? _outputs;

    public PairsUnderShrink(
        SafetensorsModel model, IReadOnlyList<LayerKey> pairs, CalibrationData? data, CancellationToken cancellation)
        : base(model)
    {
        _names = pairs.ToDictionary(pair => pair.Name, pair => model.Names(pair.Name));
        _activation = pairs[0].Activation ?? LayerActivation.Named("Relu");
        CheckBranches(model.Path, [.. _names.Values]);
        Layers = InOrder(pairs);
        _data = data;
        _wanted = model;
        foreach (LayerKey pair in Layers)
        {
            LayerInfo layer = model.FindLayer(pair).Info;
            int previous = _links.FindIndex(link => Follows(pair, link.Key));
            if (previous >= 0 && _links[previous].Units != layer.Inputs)
            {
                string other = ModelErrors.Quote(_links[previous].Key.Name);
                throw ModelErrors.At(
                    model.Path,
                    $"{ModelErrors.Quote(pair.Name)} takes {layer.Inputs} inputs, but {other} before it has {_links[previous].Units} units",
                    $"the file does not say what is between them, shrink one at a time");
            }
            _links.Add(new Link(pair, (int)layer.Units, previous, previous < 0 ? InputsOf(layer, cancellation) : null));
        }
    }

    /// <summary>A pair, and the pair before it (-1 for none) or its inputs.</summary>
    private sealed record Link(LayerKey Key, int Units, int Previous, CalibrationData? Inputs);

    public override IReadOnlyList<LayerKey> Layers { get; }

    public override int FitCount => Inputs(0).Count - HeldOutCount;

    public override int HeldOutCount => CalibrationData.HeldOut(Inputs(0).Count);

    public override void SetWanted(CancellationToken cancellation)
    {
        _wanted = Model.CopyTo(TemporaryFile("wanted"), cancellation);
        _wantedLayers = [];
    }

    public override IEnumerable<IReadOnlyList<(double[] Given, double[] Wanted)>> Responses(
        HiddenLayer layer, IReadOnlyList<Reading> readings, bool heldOut, CancellationToken cancellation)
    {
        int index = _links.FindIndex(link => link.Key.Name == layer.Info.Name);
        HiddenLayer[] given = [.. Before(index, cancellation), layer];
        // Only the chain at hand is kept: all pairs of a large model at eight bytes a weight are too much.
        _wantedLayers = Path(index).ToDictionary(at => at, at => WantedLayer(at, cancellation));
        HiddenLayer[] wanted = [.. Path(index).Select(at => _wantedLayers[at])];
        foreach (double[] batch in Batches(index, heldOut))
        {
            double[] have = Through(given, batch, cancellation);
            yield return [(have, Through(wanted, batch, cancellation))];
        }
    }

    public override ModelDifference Difference(NetworkModel changed, CancellationToken cancellation, OutputSample? sample = null)
    {
        if (_outputs is null)
        {
            _outputs = Outputs(NetworkModel.Open(Model.Path, cancellation), cancellation);
            FiniteOutputs.Check(Model.Path, _outputs);
        }
        return ModelDifference.Between(_outputs, Outputs(changed, cancellation), sample);
    }

    // Only the last pair of a chain counts: between two pairs there are fewer numbers now.
    private List<ModelOutput> Outputs(NetworkModel model, CancellationToken cancellation)
    {
        List<ModelOutput> outputs = [];
        for (int i = 0; i < _links.Count; i++)
        {
            if (_links.Exists(link => link.Previous == i))
                continue;
            HiddenLayer[] path = [.. Path(i).Select(at => model.ReadLayer(_links[at].Key, cancellation))];
            foreach (double[] batch in Batches(i, heldOut: true))
            {
                double[] values = LayerSum.Outputs(path[^1], Through(path, batch, cancellation), cancellation);
                int width = path[^1].OutgoingWidth;
                outputs.Add(new ModelOutput(_links[i].Key.Name, [values.Length / width, width], values));
            }
        }
        return outputs;
    }

    private static void CheckBranches(string path, PairNames[] pairs)
    {
        IEnumerable<(string Name, PairNames Pair)> makers = pairs.SelectMany(pair => pair.Makers.Select(maker => (maker, pair)));
        IEnumerable<(string Name, PairNames Pair)> readers = pairs.Select(pair => (pair.Reader, pair));
        CheckOnce(path, makers, "first", "a layer that is read in two places is not a sum over exchangeable units");
        CheckOnce(path, readers, "second", "its columns cannot be the units of both");
        foreach (PairNames pair in pairs.Where(pair => pair.IsGated))
        {
            if (pairs.FirstOrDefault(other => pair.Makers.Contains(other.Reader)) is not { } before)
                continue;
            string gate = ModelErrors.Quote(before.Reader);
            string others = ModelErrors.List([.. pair.Makers.Where(maker => maker != before.Reader)]);
            throw ModelErrors.At(
                path, $"{gate} reads the units of {ModelErrors.Quote(before.Text)}, which {others} beside it would have to read as well",
                $"shrink one at a time");
        }
    }

    private static void CheckOnce(string path, IEnumerable<(string Name, PairNames Pair)> names, string place, string reason)
    {
        if (names.GroupBy(entry => entry.Name, entry => entry.Pair).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            string pairs = string.Join(" and ", twice.Take(2).Select(pair => ModelErrors.Quote(pair.Text)));
            throw ModelErrors.At(path, $"{ModelErrors.Quote(twice.Key)} is the {place} of two pairs, {pairs}; {reason}, leave one out");
        }
    }

    private bool Follows(LayerKey pair, LayerKey other) => _names[other.Name].Reader == _names[pair.Name].First;

    private List<LayerKey> InOrder(IReadOnlyList<LayerKey> pairs)
    {
        List<LayerKey> left = [.. pairs], order = [];
        while (left.Count > 0)
        {
            LayerKey next = left.Find(pair => !left.Exists(other => Follows(pair, other))) ?? left[0];
            order.Add(next);
            left.Remove(next);
        }
        return order;
    }

    private CalibrationData InputsOf(LayerInfo layer, CancellationToken cancellation)
    {
        if (_data is null)
        {
            int count = (int)Math.Max(4096, Math.Min(4 * layer.Units, CalibrationData.MostInputs));
            return CalibrationData.Random([layer.Inputs], count, cancellation);
        }
        CalibrationData data = ArrayFor(layer, _data);
        if (data.Size == layer.Inputs)
            return data;
        string numbers = ModelErrors.Text($"rows of {layer.Inputs} numbers");
        throw new ModelFileException(
            $"{data.Name} has inputs of shape {data.Described}, but layer {ModelErrors.Quote(layer.Name)} of '{Model.Path}' takes "
            + ModelErrors.Text($"[{layer.Inputs}]; ") + data.OtherShape(numbers));
    }

    // The array that is called as the first maker, or as the module that it is in. One alone is for all layers, unless it has the name of
    // another one.
    private CalibrationData ArrayFor(LayerInfo layer, CalibrationData data)
    {
        string first = _names[layer.Name].First, module = PairNames.Prefix(first).TrimEnd('.');
        CalibrationData[] arrays = [data, .. data.Others];
        CalibrationData? found = Array.Find(arrays, array => array.Input == first) ?? Array.Find(arrays, array => array.Input == module);
        string? other = Array.Find(arrays, array => !IsModule(array))?.Input;
        if (found is null && arrays.Length == 1 && !IsModule(data))
            return data;
        if (found is not null && arrays.Length > 1 && other is not null)
        {
            throw new ModelFileException(
                $"{data.Name} has the array {ModelErrors.Quote(other)}, which is the name of no module of '{Model.Path}'; leave it out");
        }
        if (found is not null)
            return found;
        string names = ModelErrors.List([.. arrays.Select(array => array.Input ?? "")]);
        string advice = arrays.Length == 1 ? "leave out this layer" : "give a file with one array alone";
        throw new ModelFileException(
            $"{data.Name} has the array{(arrays.Length == 1 ? "" : "s")} {names}, but none for layer {ModelErrors.Quote(layer.Name)} of "
            + $"'{Model.Path}'; call its inputs {ModelErrors.Quote(module.Length == 0 ? first : module)}, or {advice}");
    }

    private bool IsModule(CalibrationData data) => data.Input is { Length: > 0 } name && ((SafetensorsModel)Model).HasModule(name);

    private CalibrationData Inputs(int index) => _links[index] is { Inputs: { } inputs } ? inputs : Inputs(_links[index].Previous);

    private IEnumerable<double[]> Batches(int index, bool heldOut)
    {
        CalibrationData inputs = Inputs(index);
        int held = CalibrationData.HeldOut(inputs.Count), size = (int)inputs.Size;
        int from = heldOut && held > 0 ? inputs.Count - held : 0, to = heldOut ? inputs.Count : inputs.Count - held;
        for (int row = from; row < to; row += BatchSize)
        {
            ReadOnlyMemory<float> batch = inputs.Values.Slice(row * size, Math.Min(BatchSize, to - row) * size);
            yield return [.. batch.ToArray().Select(value => (double)value)];
        }
    }

    // The chain of pairs that ends with this one.
    private IEnumerable<int> Path(int index) => index < 0 ? [] : Path(_links[index].Previous).Append(index);

    // The layers before a pair in the present state, read again only when the model has changed.
    private HiddenLayer[] Before(int index, CancellationToken cancellation)
    {
        if (_before is not { } known || known.Index != index || known.Version != Model.Version)
        {
            IEnumerable<int> path = Path(_links[index].Previous);
            _before = known = (index, Model.Version, [.. path.Select(at => Model.ReadLayer(_links[at].Key, cancellation))]);
        }
        return known.Layers;
    }

    private HiddenLayer WantedLayer(int index, CancellationToken cancellation) =>
        _wantedLayers.TryGetValue(index, out HiddenLayer? layer) ? layer : _wanted.ReadLayer(_links[index].Key, cancellation);

    private double[] Through(HiddenLayer[] path, double[] inputs, CancellationToken cancellation)
    {
        foreach (HiddenLayer layer in path)
            inputs = PairResponses.Of(layer, _activation, inputs, cancellation);
        return inputs;
    }
}
