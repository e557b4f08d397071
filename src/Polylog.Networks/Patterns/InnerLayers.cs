namespace Polylog.Networks;

/// <summary>
/// Layers of the graphs inside of a node, such as the branches of an If. They are not followed: which branch runs depends on the input, and
/// the rounds of a Loop share their weights. They are listed all the same, so that nobody misses them.
/// </summary>
internal static class InnerLayers
{
    /// <summary>Looks into a node; graphs that are nested too deep were refused when the first was read.</summary>
    public static IEnumerable<OnnxLayer> Of(OnnxNode holder, OnnxGraph graph)
    {
        string wayOut = holder.OpType == "If" ? "with its condition fixed" : "without this node, unrolled";
        return Of(holder, [graph], "", $"it is inside of {holder.Described}, export the model {wayOut}");
    }

    private static IEnumerable<OnnxLayer> Of(OnnxNode holder, OnnxGraph[] outer, string around, string reason)
    {
        string here = $"{around}{GroupNames.Of(holder)}/";
        foreach (OnnxGraph inner in holder.Graphs.Select(graph => new OnnxGraph(graph, outer[0].Path)))
        {
            // Weights may be in any graph around the node.
            OnnxGraph[] graphs = [inner, .. outer];
            foreach (OnnxNode node in inner.Nodes)
            {
                foreach (OnnxLayer deeper in Of(node, graphs, here, reason))
                    yield return deeper;
                if (graphs.Select(graph => LinearNode.Of(graph, node)).FirstOrDefault(found => found is not null) is { } start)
                    yield return new OnnxLayer(inner, start.Refused(reason), walk: null) { Around = here };
            }
        }
    }
}
