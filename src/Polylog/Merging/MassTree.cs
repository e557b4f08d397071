namespace Polylog;

/// <summary>
/// Parts of a stream, joined and compressed as soon as there are several of about the same mass: a counter whose digits are coresets. So
/// each row passes through as many compressions as the logarithm of the number of parts, and drift and sorted arrival do no harm: parts of
/// unlike masses are never compressed together but at the end.
/// </summary>
/// <param name="compress">Compresses a node to the size that nodes have.</param>
/// <param name="fan">How many nodes of a level become one.</param>
internal sealed class MassTree(Func<StreamNode, StreamNode> compress, int fan)
{
    private readonly SortedDictionary<int, List<StreamNode>> _levels = [];
    private double _unit;

    /// <summary>All nodes, the heaviest first.</summary>
    public IReadOnlyList<StreamNode> Nodes => [.. _levels.Reverse().SelectMany(level => level.Value)];

    /// <summary>Takes in a node that has its size already.</summary>
    public void Add(StreamNode node)
    {
        if (_unit == 0)
            _unit = node.Points.TotalWeight;
        int level = Level(node);
        while (true)
        {
            if (!_levels.TryGetValue(level, out List<StreamNode>? nodes))
                _levels.Add(level, nodes = []);
            nodes.Add(node);
            if (nodes.Count < fan)
                return;
            _levels.Remove(level);
            node = compress(StreamNode.Join(nodes));
            level = Math.Max(level + 1, Level(node));
        }
    }

    private int Level(StreamNode node) =>
        Math.Max(0, (int)Math.Round(Math.Log(node.Points.TotalWeight / _unit, fan), MidpointRounding.AwayFromZero));
}
