namespace Polylog.Networks;

/// <summary>The numbers of a shape that a graph has as a constant, or puts together from constants and sizes of other values.</summary>
internal static class ShapeVector
{
    private const int Deepest = 8;

    /// <summary>The numbers; null for those worked out when the model runs. Null if not even their count is known.</summary>
    public static long?[]? Read(OnnxGraph graph, string value, ValueShapes? shapes = null, int depth = 0)
    {
        if (graph.Constant(value) is { } tensor)
            return tensor.ReadIntegers() is { } numbers ? [.. numbers.Select(number => (long?)number)] : null;
        if (depth > Deepest || graph.Producer(value) is not { IsStandard: true } node)
            return null;
        switch (node.OpType)
        {
            case "Concat":
                List<long?> all = [];
                foreach (string input in node.Inputs)
                {
                    if (Read(graph, input, shapes, depth + 1) is not { } part)
                        return null;
                    all.AddRange(part);
                }
                return [.. all];
            case "Cast" or "Identity":
                return Read(graph, node.Input(0), shapes, depth + 1);
            case "Split":
                return OfSplit(graph, node, value, Read(graph, node.Input(0), shapes, depth + 1));
            case "Unsqueeze" or "Squeeze" or "Reshape":
                return Read(graph, node.Input(0), shapes, depth + 1) is [var number] ? [number] : OfScalar(node);
            case "Where":
                // PyTorch's expand: where a size is -1, that of the value itself.
                return Read(graph, node.Input(2), shapes, depth + 1);
            case "Shape":
                return shapes?.Of(node.Input(0)) is { } dims ? [.. dims.Select(dim => dim < 0 ? (long?)null : dim)] : null;
            case "Gather" or "Slice":
                return Part(graph, node, shapes, depth);
            case "Add" or "Sub" or "Mul" or "Div":
                return Worked(node, Read(graph, node.Input(0), shapes, depth + 1), Read(graph, node.Input(1), shapes, depth + 1));
            default:
                return null;
        }
    }

    /// <summary>
    /// Changes one number of a shape that is an input of a node, where it is a constant; another node that uses the same constant keeps it.
    /// </summary>
    /// <param name="walk">The walk that came to it.</param>
    /// <param name="node">The node.</param>
    /// <param name="input">Which of its inputs.</param>
    /// <param name="index">Which number.</param>
    /// <param name="number">The new number.</param>
    public static void Write(UnitWalk walk, OnnxNode node, int input, int index, long number)
    {
        OnnxGraph graph = walk.Graph;
        if (graph.Constant(node.Input(input)) is { } tensor)
        {
            long[] numbers = tensor.ReadIntegers()!, dims = [.. tensor.Dims];
            numbers[index] = number;
            OnnxTensor made = graph.Detach(node, input, tensor.Type);
            made.ReplaceIntegers(dims, numbers);
            return;
        }
        if (graph.Producer(node.Input(input)) is not { } producer)
            return;
        if (producer.OpType == "Concat")
        {
            for (int part = 0; part < producer.Inputs.Count; part++)
            {
                int count = Read(graph, producer.Input(part), walk.Shapes)?.Length ?? 1;
                if (index < count)
                {
                    Write(walk, producer, part, index, number);
                    return;
                }
                index -= count;
            }
        }
        else if (producer.OpType is "Unsqueeze" or "Squeeze" or "Cast" or "Identity" or "Reshape")
        {
            Write(walk, producer, 0, index, number);
        }
        else if (producer.OpType == "Where")
        {
            Write(walk, producer, 2, index, number);
        }
    }

    /// <summary>Whether a number of a shape is a constant, which has to be changed with the units.</summary>
    public static bool IsConstant(UnitWalk walk, string value, int index)
    {
        OnnxGraph graph = walk.Graph;
        if (graph.Constant(value) is not null)
            return true;
        if (graph.Producer(value) is not { } producer)
            return false;
        if (producer.OpType == "Concat")
        {
            foreach (string input in producer.Inputs)
            {
                int count = Read(graph, input, walk.Shapes)?.Length ?? 1;
                if (index < count)
                    return IsConstant(walk, input, index);
                index -= count;
            }
            return false;
        }
        return producer.OpType is "Unsqueeze" or "Squeeze" or "Cast" or "Identity" or "Reshape"
            ? IsConstant(walk, producer.Input(0), index)
            : producer.OpType == "Where" && IsConstant(walk, producer.Input(2), index);
    }

    private static long?[]? OfSplit(OnnxGraph graph, OnnxNode node, string value, long?[]? whole)
    {
        if (whole is null || SplitSizes.Of(graph, node, whole.Length) is not { } sizes)
            return null;
        int part = node.Outputs.Index().First(output => output.Item == value).Index;
        int start = (int)sizes.Take(part).Sum();
        return part < sizes.Length && start + sizes[part] <= whole.Length ? whole[start..(start + (int)sizes[part])] : null;
    }

    // An Unsqueeze of a number that is not known is one number all the same.
    private static long?[]? OfScalar(OnnxNode node) => node.OpType is "Unsqueeze" ? [null] : null;

    private static long?[]? Part(OnnxGraph graph, OnnxNode node, ValueShapes? shapes, int depth)
    {
        long?[]? whole = Read(graph, node.Input(0), shapes, depth + 1);
        if (node.OpType == "Gather")
        {
            if (graph.Constant(node.Input(1))?.ReadIntegers() is not [var index])
                return null;
            if (whole is null)
                return [null];
            long at = index < 0 ? index + whole.Length : index;
            return at >= 0 && at < whole.Length ? [whole[at]] : null;
        }
        if (whole is null || Numbers(graph, node, "starts", 1) is not [var start] || Numbers(graph, node, "ends", 2) is not [var end])
            return null;
        int from = (int)Math.Clamp(start < 0 ? start + whole.Length : start, 0, whole.Length);
        int to = (int)Math.Clamp(end < 0 ? end + whole.Length : end, from, whole.Length);
        return whole[from..to];
    }

    // Attributes in old opsets, inputs in new ones.
    private static long[]? Numbers(OnnxGraph graph, OnnxNode node, string name, int input) =>
        node.Attribute(name) is { } attribute ? [.. attribute.Integers] : graph.Constant(node.Input(input))?.ReadIntegers();

    private static long?[]? Worked(OnnxNode node, long?[]? left, long?[]? right)
    {
        if (left is not [var a] || right is not [var b])
            return left?.Length == 1 || right?.Length == 1 ? [null] : null;
        if (a is not { } x || b is not { } y)
            return [null];
        return
        [
            node.OpType switch
            {
                "Add" => x + y,
                "Sub" => x - y,
                "Mul" => x * y,
                // The smallest number over -1 is beyond 64 bits.
                _ => y is 0 or -1 ? null : x / y,
            },
        ];
    }
}
