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

    /// <summary>All nodes with their levels, the lightest level first; in a level in the order in which they came.</summary>
    public IEnumerable<(int Level, StreamNode Node)> Levels => _levels.SelectMany(level => level.Value.Select(node => (level.Key, node)));

    /// <summary>The mass of the first node: levels are its multiples. 0 before there is one.</summary>
    public double Unit => _unit;

    /// <summary>Takes the nodes of another tree, as they are.</summary>
    /// <param name="unit">The other's unit.</param>
    /// <param name="levels">Its nodes with their levels.</param>
    public void Restore(double unit, IEnumerable<(int Level, StreamNode Node)> levels)
    {
        _unit = unit;
        foreach ((int level, StreamNode node) in levels)
        {
            if (!_levels.TryGetValue(level, out List<StreamNode>? nodes))
                _levels.Add(level, nodes = []);
            nodes.Add(node);
        }
    }

    /// <summary>Changes the masses of all nodes, and with them their levels. Nothing is compressed before the next node comes.</summary>
    /// <param name="factor">What weights are multiplied by.</param>
    /// <param name="least">Nodes of less mass afterwards are given up.</param>
    public void Scale(double factor, double least)
    {
        StreamNode[] nodes = [.. Nodes.Select(node => node.Scaled(factor)).Where(node => node.Points.TotalWeight >= least)];
        _levels.Clear();
        Restore(_unit, nodes.Select(node => (Level(node), node)));
    }

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
