using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Pairs of layers of a file without a graph: responses are worked out from inputs of the first of them. A pair that begins where the one before it ends takes that one's
/// responses as inputs; any other takes the data, or random numbers.
/// </summary>
internal sealed class PairTarget : ShrinkTarget
{
    private readonly List<Chain> _chains = [];
    private readonly CalibrationData? _given;
    private readonly NetworkModel _first;
    private NetworkModel _wanted;

    public PairTarget(SafetensorsModel model, IReadOnlyList<LayerKey> pairs, CalibrationData? data)
        : base(model)
    {
        CheckChains(model.Path, pairs);
        Layers = InOrder(pairs);
        _given = data;
        _first = SafetensorsModel.Open(model.Path);
        _wanted = _first;
        foreach (LayerKey pair in Layers)
        {
            HiddenLayer layer = model.ReadLayer(pair);
            int before = _chains.FindIndex(chain => Follows(pair, chain.Key));
            if (before >= 0 && _chains[before].Units != layer.Inputs)
                throw ModelErrors.At(model.Path, $"{ModelErrors.Quote(pair.Name)} takes {layer.Inputs} inputs from the {_chains[before].Units} units of {ModelErrors.Quote(_chains[before].Key.Name)}, and what lies between is not known; shrink one at a time");
            _chains.Add(new Chain(pair, layer.Units, before, before < 0 ? Data(layer) : null));
        }
    }

    private sealed record Chain(LayerKey Key, int Units, int Before, CalibrationData? Inputs);

    public override IReadOnlyList<LayerKey> Layers { get; }

    public override int FitCount => Inputs(0).Count - HeldOutCount;

    public override int HeldOutCount => CalibrationData.HeldOut(Inputs(0).Count);

    public override void SetWanted()
    {
        string path = Place("wanted");
        Model.Save(path);
        _wanted = NetworkModel.Open(path);
    }

    public override IEnumerable<(double[] Given, double[] Wanted)> Responses(LayerKey layer, bool heldOut, CancellationToken cancellation)
    {
        int index = _chains.FindIndex(chain => chain.Key == layer);
        HiddenLayer[] given = PathTo(Model, index), wanted = PathTo(_wanted, index);
        foreach (double[] batch in Batches(index, heldOut))
        {
            cancellation.ThrowIfCancellationRequested();
            double[] have = Through(given, batch);
            yield return (have, Through(wanted, batch));
        }
    }

    public override ModelDifference Difference(NetworkModel model, CancellationToken cancellation)
    {
        List<ModelOutput> before = [], after = [];
        for (int i = 0; i < _chains.Count; i++)
        {
            // What comes out between two pairs has fewer numbers now; what it leads to counts.
            if (_chains.Exists(chain => chain.Before == i))
                continue;
            HiddenLayer[] first = PathTo(_first, i), second = PathTo(model, i);
            foreach (double[] batch in Batches(i, heldOut: true))
            {
                cancellation.ThrowIfCancellationRequested();
                string name = _chains[i].Key.Name;
                double[] left = Outputs(first, batch), right = Outputs(second, batch);
                before.Add(new ModelOutput(name, [left.Length], left));
                after.Add(new ModelOutput(name, [right.Length], right));
            }
        }
        FiniteOutputs.Check(Model.Path, before);
        return ModelDifference.Between(before, after);
    }

    private static void CheckChains(string path, IReadOnlyList<LayerKey> pairs)
    {
        foreach ((int side, string place, string reason) in ((int, string, string)[])
            [(0, "first", "a layer that is read in two places is not a sum over exchangeable units"), (1, "second", "its columns cannot be the units of both")])
        {
            if (pairs.GroupBy(pair => pair.Name.Split(':')[side]).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw ModelErrors.At(path, $"{ModelErrors.Quote(twice.Key)} is the {place} of two pairs, {string.Join(" and ", twice.Take(2).Select(pair => ModelErrors.Quote(pair.Name)))}; {reason}, leave one out");
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

    private CalibrationData Data(HiddenLayer layer)
    {
        if (_given is null)
            return CalibrationData.Random([layer.Inputs], Math.Max(4096, Math.Min(4 * layer.Units, CalibrationData.MostInputs)));
        if (_given.Size != layer.Inputs)
        {
            throw new ModelFileException(ModelErrors.Text(
                $"{_given.Name} has inputs of shape {TensorShape.Of([.. _given.Shape])}, but layer {ModelErrors.Quote(layer.Info.Name)} of '{Model.Path}' takes [{layer.Inputs}]; give rows of {layer.Inputs} numbers"));
        }
        return _given;
    }

    private CalibrationData Inputs(int index) => _chains[index] is { Inputs: { } inputs } ? inputs : Inputs(_chains[index].Before);

    private IEnumerable<double[]> Batches(int index, bool heldOut)
    {
        CalibrationData inputs = Inputs(index);
        int held = CalibrationData.HeldOut(inputs.Count), size = (int)inputs.Size;
        (int from, int to) = held == 0 ? (0, inputs.Count) : heldOut ? (inputs.Count - held, inputs.Count) : (0, inputs.Count - held);
        for (int row = from; row < to; row += BatchSize)
            yield return [.. inputs.Values.Slice(row * size, Math.Min(BatchSize, to - row) * size).Span.ToArray().Select(value => (double)value)];
    }

    private HiddenLayer[] PathTo(NetworkModel model, int index)
    {
        HiddenLayer layer = model.ReadLayer(_chains[index].Key);
        return _chains[index].Before < 0 ? [layer] : [.. PathTo(model, _chains[index].Before), layer];
    }

    private static double[] Through(HiddenLayer[] path, double[] inputs)
    {
        foreach (HiddenLayer layer in path)
            inputs = Respond(layer, inputs);
        return inputs;
    }

    private static double[] Respond(HiddenLayer layer, double[] inputs)
    {
        int size = layer.Inputs, units = layer.Units;
        double[] responses = new double[inputs.Length / size * units];
        Parallel.For(0, inputs.Length / size, row =>
        {
            for (int unit = 0; unit < units; unit++)
            {
                double sum = TensorPrimitives.Dot(layer.IncomingWeights.Span.Slice(unit * size, size), inputs.AsSpan(row * size, size));
                responses[row * units + unit] = layer.Activation!.Evaluate(sum + layer.IncomingBias.Span[unit]);
            }
        });
        return responses;
    }

    private static double[] Outputs(HiddenLayer[] path, double[] inputs) => LayerSum.Outputs(path[^1], Through(path, inputs));
}
