namespace Polylog.Networks;

/// <summary>Collects what a user should know of a run besides the changes, a line each.</summary>
internal sealed class ShrinkNotes
{
    private readonly List<string> _lines = [];
    private readonly HashSet<string> _shared = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Clear()
    {
        _lines.Clear();
        _shared.Clear();
    }

    public void MassesRemoved(LayerKey key) => _lines.Add(
        $"the masses stored for layer {ModelErrors.Quote(key.Name)} are removed, since its outgoing weights contain them; "
        + $"to keep them, use {OptionNames.Dynamics}");

    public void LeftAlone(LayerKey key) => _lines.Add(
        $"layer {ModelErrors.Quote(key.Name)} is left alone: other parts of the model use its weights, "
        + $"and a copy of some would add more than is saved; name it with {OptionNames.Layers} to shrink it anyway");

    public void FewerThanWanted(LayerKey key, int units, int wanted) => _lines.Add(ModelErrors.Text(
        $"layer {ModelErrors.Quote(key.Name)} has {ModelErrors.Count(units, "unit")} now instead of {wanted}: ")
        + "more units do not reduce the error");

    /// <summary>Notes that outgoing weights have grown a lot.</summary>
    public void Grown(LayerKey key, double factor) => _lines.Add(
        ModelErrors.Text($"an outgoing weight of layer {ModelErrors.Quote(key.Name)} is {factor:0} times what it was: ")
        + "its unit is nearly silent on the inputs given, and can do harm on others; give more inputs, or keep more units");

    /// <summary>Remembers a layer that was changed although other parts of the model use its weights.</summary>
    public void Changed(LayerKey key, HiddenLayer layer)
    {
        if (layer.Group.IsShared)
            _shared.Add(key.Name);
    }

    /// <summary>
    /// Notes other pairs that fit the first layer of a changed pair: without a graph only shapes tell who reads its units.
    /// </summary>
    public void OtherPairs(IEnumerable<LayerChange> changes, IEnumerable<LayerInfo> fitting)
    {
        foreach (LayerChange change in changes.Where(change => change.Units < change.Layer.Units))
        {
            string own = change.Layer.Name, first = own.Split(',', ':')[0];
            foreach (LayerInfo other in fitting.Where(layer => layer.Name != own))
            {
                string name = ModelErrors.Quote(other.Name);
                if (other.Pattern == "gated" && other.Readers.SequenceEqual(change.Layer.Readers))
                {
                    _lines.Add($"by shape and name {name} is a gated layer: if it is, its weights no longer fit, "
                        + $"and {ModelErrors.Quote(own)} was the wrong pair");
                }
                else if (other.Name.StartsWith($"{first}:", StringComparison.Ordinal))
                {
                    string second = ModelErrors.Quote(other.Name.Split(':')[1]);
                    _lines.Add($"by shape {name} is a pair too: if {second} reads the units of {ModelErrors.Quote(first)}, "
                        + $"its weights no longer fit, and {ModelErrors.Quote(own)} was the wrong pair");
                }
            }
        }
    }

    /// <summary>Notes that a pair may have been named the wrong way round.</summary>
    public void Reversed(string pair, string reversed) => _lines.Add(
        $"by shape {ModelErrors.Quote(reversed)} fits better than {ModelErrors.Quote(pair)}; check that the pair is not reversed");

    /// <summary>Notes why the model has more numbers than before, where it has.</summary>
    public void Growth(long before, long now)
    {
        if (now <= before)
            return;
        string reason = _shared.Count == 0
            ? "the masses stored in it are more than what went"
            : $"{string.Join(", ", _shared.Select(ModelErrors.Quote))} had weights that other parts of it use too and keep as they were";
        _lines.Add(ModelErrors.Text($"the model has {now} numbers now instead of {before}: ") + reason);
    }
}
