namespace Polylog.Networks;

/// <summary>Finds the layers of a graph: for every node with weights, do its units all go through the same function into one sum?</summary>
internal static class LayerSearch
{
    /// <summary>Looks at every node: O(nodes x length of the longest region).</summary>
    public static IReadOnlyList<OnnxLayer> Run(OnnxGraph graph)
    {
        OnnxLayer[] layers = [.. graph.Nodes.Select(node => Examine(graph, node)).OfType<OnnxLayer>()];
        Name(layers);
        return layers;
    }

    /// <summary>
    /// Names each layer by its first node if that name is unique, else by its weights, and by the value it makes if weights are shared too.
    /// </summary>
    public static void Name(IReadOnlyList<OnnxLayer> layers)
    {
        Dictionary<string, int> counts = layers.GroupBy(layer => layer.NodeName).ToDictionary(group => group.Key, group => group.Count());
        foreach (OnnxLayer layer in layers)
            layer.Rename(layer.NodeName.Length > 0 && counts[layer.NodeName] == 1 ? layer.NodeName : layer.WeightName);
        foreach (IGrouping<string, OnnxLayer> twins in layers.GroupBy(layer => layer.Info.Name).Where(group => group.Count() > 1).ToArray())
        {
            foreach (OnnxLayer layer in twins)
                layer.Rename(layer.ValueName);
        }
    }

    private static OnnxLayer? Examine(OnnxGraph graph, OnnxNode node) => LinearNode.Start(graph, node) is { } start
        ? new OnnxLayer(graph, start, start.Fault is null ? new UnitRegionSearch(graph, start).Run() : null)
        : null;
}
