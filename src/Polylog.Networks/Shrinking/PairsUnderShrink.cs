using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Pairs of layers of a file without a graph. Responses are worked out from the inputs of the first layer. A pair that begins with the
/// second layer of another pair takes that pair's responses as inputs; any other pair takes the calibration data, or random numbers.
/// </summary>
internal sealed class PairsUnderShrink : ModelUnderShrink
{
    private readonly List<Link> _links = [];
    private readonly CalibrationData? _data;
    private NetworkModel _wanted;
    private Dictionary<int, HiddenLayer> _wantedLayers = [];
    private (int Index, int Version, HiddenLayer[] Layers)? _before;
    private List<ModelOutput>? _outputs;

    public PairsUnderShrink(
        SafetensorsModel model, IReadOnlyList<LayerKey> pairs, CalibrationData? data, CancellationToken cancellation)
        : base(model)
    {
        CheckBranches(model.Path, pairs);
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

    public override ModelDifference Difference(NetworkModel changed, CancellationToken cancellation)
    {
        if (_outputs is null)
        {
            _outputs = Outputs(NetworkModel.Open(Model.Path, cancellation), cancellation);
            FiniteOutputs.Check(Model.Path, _outputs);
        }
        return ModelDifference.Between(_outputs, Outputs(changed, cancellation));
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

    private static void CheckBranches(string path, IReadOnlyList<LayerKey> pairs)
    {
        foreach ((int side, string place, string reason) in ((int, string, string)[])
        [
            (0, "first", "a layer that is read in two places is not a sum over exchangeable units"),
            (1, "second", "its columns cannot be the units of both"),
        ])
        {
            if (pairs.GroupBy(pair => pair.Name.Split(':')[side]).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                string names = string.Join(" and ", twice.Take(2).Select(pair => ModelErrors.Quote(pair.Name)));
                throw ModelErrors.At(path, $"{ModelErrors.Quote(twice.Key)} is the {place} of two pairs, {names}; {reason}, leave one out");
            }
        }
    }

    private static bool Follows(LayerKey pair, LayerKey other) => other.Name.Split(':')[1] == pair.Name.Split(':')[0];

    private static List<LayerKey> InOrder(IReadOnlyList<LayerKey> pairs)
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
        if (_data.Others.Count > 0)
        {
            string arrays = ModelErrors.List([_data.Input ?? "", .. _data.Others.Select(other => other.Input ?? "")]);
            throw new ModelFileException(
                $"{_data.Name} has the arrays {arrays}, but layer {ModelErrors.Quote(layer.Name)} of '{Model.Path}' takes one; "
                + "give a file with that array alone");
        }
        if (_data.Size == layer.Inputs)
            return _data;
        string numbers = ModelErrors.Text($"rows of {layer.Inputs} numbers");
        throw new ModelFileException(
            $"{_data.Name} has inputs of shape {_data.Described}, but layer {ModelErrors.Quote(layer.Name)} of '{Model.Path}' takes "
            + ModelErrors.Text($"[{layer.Inputs}]; ") + _data.OtherShape(numbers));
    }

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

    private static double[] Through(HiddenLayer[] path, double[] inputs, CancellationToken cancellation)
    {
        foreach (HiddenLayer layer in path)
            inputs = Respond(layer, inputs, cancellation);
        return inputs;
    }

    private static double[] Respond(HiddenLayer layer, double[] inputs, CancellationToken cancellation)
    {
        int size = layer.Inputs, units = layer.Units;
        double[] responses = new double[inputs.Length / size * units];
        Parallel.For(0, inputs.Length / size, new ParallelOptions { CancellationToken = cancellation }, row =>
        {
            for (int unit = 0; unit < units; unit++)
            {
                double sum = TensorPrimitives.Dot(layer.IncomingWeights.Span.Slice(unit * size, size), inputs.AsSpan(row * size, size));
                responses[row * units + unit] = layer.Activation!.Evaluate(sum + layer.IncomingBias.Span[unit]);
            }
        });
        return responses;
    }
}
