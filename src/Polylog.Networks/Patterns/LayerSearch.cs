namespace Polylog.Networks;

/// <summary>Finds the layers of a graph: for every node with weights, the group of units that it makes.</summary>
internal static class LayerSearch
{
    /// <summary>Looks at every node: O(nodes x size of the largest group).</summary>
    public static IReadOnlyList<OnnxLayer> Run(OnnxGraph graph)
    {
        var shapes = new ValueShapes(graph);
        var search = new GroupSearch(graph, shapes);
        var layers = new List<OnnxLayer>();
        foreach (OnnxNode node in graph.Nodes)
        {
            layers.AddRange(InnerLayers.Of(node, graph));
            if (LinearNode.Of(graph, node) is not { } start)
                continue;
            // Nodes that make the same units are one group, listed at the first of them.
            OnnxLayer? head = layers.Find(layer => layer.Head is null && layer.Makes(start.Node));
            layers.Add(head is null
                ? new OnnxLayer(graph, start, start.Fault is null ? search.Run(start) : null)
                : new OnnxLayer(graph, start, head));
        }
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
        foreach (OnnxLayer layer in layers)
            layer.NameGroup(layers);
    }
}
