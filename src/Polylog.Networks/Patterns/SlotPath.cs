namespace Polylog.Networks;

/// <summary>The way from an input of a node back to what is stored, through Identity, Transpose and Cast nodes.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Node">The node that the numbers are for.</param>
/// <param name="Input">Which of its inputs.</param>
/// <param name="Transposed">Whether the node gets the matrix transposed.</param>
/// <param name="Values">The values on the way, from the node's input to the one that is stored or dequantised.</param>
internal sealed record SlotPath(OnnxGraph Graph, OnnxNode Node, int Input, bool Transposed, string[] Values)
{
    /// <summary>Whether another node uses one of the values.</summary>
    public bool IsShared => Values.Any(value => Graph.UseCount(value) > 1);

    /// <summary>Dimensions as the node gets them, from those stored, or the other way.</summary>
    public long[] Turn(long[] dims) => Transposed ? [.. dims.Reverse()] : dims;

    /// <summary>Numbers as the node gets them, from those stored, or the other way.</summary>
    /// <param name="dims">The dimensions of the numbers as they are given.</param>
    /// <param name="values">The numbers.</param>
    public double[] Turn(long[] dims, double[] values) =>
        Transposed ? UnitLayout.RowsThenUnits(dims[0], dims[1], 1).Gather(values) : values;

    /// <summary>Gives the node numbers of its own.</summary>
    public OnnxTensor Detach(long type) => Graph.Detach(Node, Input, type);

    /// <summary>Updates the shapes that the file declares for the values.</summary>
    /// <param name="before">The dimensions that the node got.</param>
    /// <param name="now">Those that it gets.</param>
    public void Redeclare(long[] before, long[] now)
    {
        foreach (string value in Values)
        {
            Graph.Redeclare(value, before, now);
            if (Graph.Producer(value) is { OpType: "Transpose" })
                (before, now) = ([.. before.Reverse()], [.. now.Reverse()]);
        }
    }
}
