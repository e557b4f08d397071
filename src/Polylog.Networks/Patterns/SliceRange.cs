namespace Polylog.Networks;

/// <summary>What a Slice takes of one dimension: attributes in old opsets, inputs in new ones.</summary>
/// <param name="Axis">The dimension, counted from the first.</param>
/// <param name="Start">First index; negative ones count from the end.</param>
/// <param name="End">Index behind the last.</param>
/// <param name="Place">Which of the node's ranges it is.</param>
internal readonly record struct SliceRange(int Axis, long Start, long End, int Place)
{
    /// <summary>The ranges; null if they are worked out when the model runs, or have steps.</summary>
    public static SliceRange[]? Of(OnnxGraph graph, OnnxNode node, int rank, ValueShapes shapes)
    {
        long[]? starts = List(graph, node, "starts", 1, shapes), ends = List(graph, node, "ends", 2, shapes);
        if (starts is null || ends is null || starts.Length != ends.Length)
            return null;
        bool names = node.Attribute("axes") is not null || node.Input(3).Length > 0;
        long[]? axes = names ? List(graph, node, "axes", 3, shapes) : [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        bool steps = node.Input(4).Length > 0 && graph.Constant(node.Input(4))?.ReadIntegers() is var given
            && (given is null || given.Any(step => step != 1));
        if (axes is null || axes.Length != starts.Length || steps)
            return null;
        axes = [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        return axes.All(axis => axis >= 0 && axis < rank)
            ? [.. axes.Select((axis, i) => new SliceRange((int)axis, starts[i], ends[i], i))]
            : null;
    }

    /// <summary>First index and the one behind the last, of a dimension of a length.</summary>
    public (long From, long To) In(long length)
    {
        long from = Math.Clamp(Start < 0 ? Start + length : Start, 0, length);
        return (from, Math.Clamp(End < 0 ? End + length : End, from, length));
    }

    /// <summary>Changes a range.</summary>
    public void Write(OnnxGraph graph, OnnxNode node, long from, long to)
    {
        Write(graph, node, "starts", 1, from);
        // An end behind the last index still is.
        if (End < int.MaxValue)
            Write(graph, node, "ends", 2, to);
    }

    // What is worked out from the size of a value follows the units itself.
    private void Write(OnnxGraph graph, OnnxNode node, string name, int input, long number)
    {
        if (node.Attribute(name) is { } attribute)
        {
            List<long> numbers = attribute.Integers;
            numbers[Place] = number;
            node.SetIntegers(name, numbers);
        }
        else if (ShapeVector.IsConstant(graph, node.Input(input), Place))
        {
            ShapeVector.Write(graph, node, input, Place, number);
        }
    }

    private static long[]? List(OnnxGraph graph, OnnxNode node, string name, int input, ValueShapes shapes)
    {
        if (node.Attribute(name) is { } attribute)
            return [.. attribute.Integers];
        long?[]? numbers = ShapeVector.Read(graph, node.Input(input), shapes);
        return numbers is null || numbers.Contains(null) ? null : [.. numbers.Select(number => number!.Value)];
    }
}
