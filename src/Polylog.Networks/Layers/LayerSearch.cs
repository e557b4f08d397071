namespace Polylog.Networks;

/// <summary>Looks at every node with weights in a model's main graph: do its units go, each through the same function, into one sum?</summary>
internal sealed class LayerSearch(OnnxModel model)
{
    public IReadOnlyList<OnnxLayer> Run()
    {
        OnnxLayer[] layers = [.. model.Graph.Nodes.Select(Examine).OfType<OnnxLayer>()];
        Dictionary<string, int> counts = layers.GroupBy(layer => layer.Start.Node.Name).ToDictionary(group => group.Key, group => group.Count());
        foreach (OnnxLayer layer in layers)
            layer.Rename(layer.Start.Node.Name.Length > 0 && counts[layer.Start.Node.Name] == 1 ? layer.Start.Node.Name : layer.WeightName);
        // Weights that two unnamed nodes share name neither.
        foreach (IGrouping<string, OnnxLayer> twins in layers.GroupBy(layer => layer.Info.Name).Where(group => group.Count() > 1).ToArray())
        {
            foreach (OnnxLayer layer in twins)
                layer.Rename(layer.Start.Node.Outputs[0]);
        }
        return layers;
    }

    private OnnxLayer? Examine(OnnxNode node)
    {
        if (LinearNode.Start(model, node) is not { } start)
            return null;
        if (start.Fault is { } fault)
            return new OnnxLayer(model, start, fault);
        UnitRegion region = new UnitRegionSearch(model, start).Run();
        if (region.Fault is { } reason)
            return new OnnxLayer(model, start, reason);
        LinearNode end = LinearNode.End(model, region.End!, region.Shape, start.Units);
        return end.Fault is { } endFault ? new OnnxLayer(model, start, endFault) : new OnnxLayer(model, start, region, end);
    }
}
