namespace Polylog.Networks;

/// <summary>
/// The dimensions of the values of a graph, as far as its inputs, its weights and what it declares tell them; -1 for one that is open.
/// </summary>
internal sealed class ValueShapes
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, long[]> _dims = [];

    /// <summary>Works them out, node by node in the order of the file: O(nodes).</summary>
    public ValueShapes(OnnxGraph graph)
    {
        _graph = graph;
        foreach ((string name, long[] dims) in graph.Declared)
            _dims[name] = Possible(dims);
        foreach (OnnxTensor tensor in graph.Initializers)
            _dims[tensor.Name] = Possible(tensor.Dims);
        foreach (OnnxNode node in graph.Nodes)
        {
            // What is declared is known better than what is worked out, where it is whole.
            foreach ((string output, long[]? dims) in node.Outputs.Zip(Outputs(node)))
            {
                if (output.Length > 0 && dims is not null && !(Of(output) is { } known && known.Length == dims.Length
                    && !known.Contains(-1)))
                {
                    _dims[output] = Possible(dims);
                }
            }
        }
    }

    /// <summary>The dimensions of a value; null if not even their count is known.</summary>
    public long[]? Of(string value) => _dims.GetValueOrDefault(value);

    // Sizes that no tensor has are as good as not known, and products of those that are left do not overflow by accident.
    private static long[] Possible(long[] dims) => [.. dims.Select(dim => dim is >= 0 and <= int.MaxValue ? dim : -1)];

    private IEnumerable<long[]?> Outputs(OnnxNode node)
    {
        if (node.IsStandard && node.OpType is "Split")
        {
            for (int i = 0; i < node.Outputs.Count; i++)
                yield return SplitPart(node, i);
            yield break;
        }
        yield return node.IsStandard ? Output(node) : OfMicrosoft(node);
    }

    private long[]? Output(OnnxNode node)
    {
        long[]? first = Of(node.Input(0));
        switch (node.OpType)
        {
            case "Constant":
                return node.Attribute("value")?.Tensor?.Dims ?? (node.Attribute("value_ints") is { } list ? [list.Integers.Count] : []);
            case "Conv" or "MaxPool" or "AveragePool" or "LpPool":
                return Moved(node, first);
            case "ConvTranspose" or "Resize" or "Upsample" or "Pad":
                return Opened(node, first);
            case "GlobalAveragePool" or "GlobalMaxPool":
                return first is { Length: > 2 } ? [.. first.Select((dim, axis) => axis < 2 ? dim : 1)] : first;
            case "Gemm":
                long[]? weights = Of(node.Input(1));
                return [
                    first is { Length: 2 } ? first[node.Integer("transA", 0) == 0 ? 0 : 1] : -1,
                    weights is { Length: 2 } ? weights[node.Integer("transB", 0) == 0 ? 1 : 0] : -1,
                ];
            case "MatMul":
                return Product(first, Of(node.Input(1)));
            case "Shape":
                return first is null ? [-1] : [first.Length];
            case "Reshape":
                return Reshaped(node, first);
            case "Expand":
                return Broadcast(first, ShapeVector.Read(_graph, node.Input(1), this) is { } wanted
                    ? [.. wanted.Select(dim => dim ?? -1)] : null);
            case "Gather" when first is not null && Of(node.Input(1)) is { } index:
                int axis = (int)ShapeOperators.Axis(node, "axis", 0, first.Length);
                return axis >= first.Length ? null : [.. first[..axis], .. index, .. first[(axis + 1)..]];
            case "Concat" when first is not null:
                return Joined(node, first);
            case "Slice" when first is not null:
                return Cut(node, first);
            case "ConstantOfShape":
                return ShapeVector.Read(_graph, node.Input(0), this) is { } sizes ? [.. sizes.Select(dim => dim ?? -1)] : null;
            case "Where" or "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "And" or "Or":
                return node.Inputs.Select(Of).Aggregate(Broadcast);
            default:
                return ShapeOperators.Output(_graph, node, first)
                    ?? (ElementwiseOperators.Function(node) is not null && node.Inputs.Count > 1
                        ? node.Inputs.Where(input => input.Length > 0).Select(Of).Aggregate(Broadcast)
                        : ShapeOperators.KeepsShape(node) ? first : null);
        }
    }

    private long[]? OfMicrosoft(OnnxNode node) => node.OpType switch
    {
        "Attention" when Of(node.Input(0)) is [var batch, var steps, _] && Of(node.Input(1)) is [_, var all] => [batch, steps, all / 3],
        "MultiHeadAttention" when Of(node.Input(0)) is [var batch, var steps, _] && Of(node.Input(2)) is [.., var last]
            => [batch, steps, last],
        "Gelu" or "FastGelu" or "QuickGelu" or "BiasGelu" or "SkipLayerNormalization" or "RotaryEmbedding" or "GroupQueryAttention"
            => Of(node.Input(0)),
        _ => null,
    };

    private long[]? SplitPart(OnnxNode node, int part)
    {
        if (Of(node.Input(0)) is not { } dims)
            return null;
        int axis = (int)node.Integer("axis", 0);
        axis = axis < 0 ? axis + dims.Length : axis;
        if (axis < 0 || axis >= dims.Length)
            return null;
        long[] made = [.. dims];
        made[axis] = SplitSizes.Of(_graph, node, dims[axis]) is { } sizes && part < sizes.Length ? sizes[part] : -1;
        return made;
    }

    private long[] Joined(OnnxNode node, long[] first)
    {
        int axis = (int)ShapeOperators.Axis(node, "axis", 0, first.Length);
        long[] made = [.. first];
        if (axis < first.Length)
        {
            long[] parts = [.. node.Inputs.Select(input => Of(input) is { } dims && axis < dims.Length ? dims[axis] : -1)];
            made[axis] = parts.Contains(-1) ? -1 : parts.Sum();
        }
        return made;
    }

    private long[] Cut(OnnxNode node, long[] first)
    {
        if (SliceRange.Of(_graph, node, first.Length, this) is not { } ranges)
            return [.. first.Select(_ => -1L)];
        long[] made = [.. first];
        foreach (SliceRange range in ranges)
            made[range.Axis] = first[range.Axis] < 0 ? -1 : range.In(first[range.Axis]) is var (from, to) ? to - from : -1;
        return made;
    }

    private long[]? Moved(OnnxNode node, long[]? dims)
    {
        if (dims is not { Length: > 2 })
            return Of(node.Input(1)) is { Length: > 2 } kernel && node.OpType == "Conv"
                ? [-1, kernel[0], .. Enumerable.Repeat(-1L, kernel.Length - 2)] : dims;
        long[] made = [.. dims];
        if (node.OpType == "Conv")
            made[1] = Of(node.Input(1)) is [var channels, ..] ? channels : -1;
        long[]? sizes = node.OpType == "Conv" && Of(node.Input(1)) is { Length: > 2 } weights ? weights[2..] : null;
        Filter? filter = FilterReading.Of(node, sizes, dims);
        bool rounds = node.Integer("ceil_mode", 0) != 0;
        for (int axis = 2; axis < dims.Length; axis++)
        {
            int at = axis - 2, count = dims.Length - 2;
            made[axis] = dims[axis] < 0 || filter is null || filter.Sizes.Length != count || rounds
                ? -1
                : ((dims[axis] + filter.Pads[at] + filter.Pads[at + count] - ((filter.Sizes[at] - 1) * filter.Dilations[at]) - 1)
                    / filter.Strides[at]) + 1;
        }
        return made;
    }

    private long[]? Opened(OnnxNode node, long[]? dims)
    {
        if (dims is not { Length: > 2 })
            return dims;
        long[] made = [dims[0], dims[1], .. Enumerable.Repeat(-1L, dims.Length - 2)];
        if (node.OpType == "ConvTranspose")
            made[1] = Of(node.Input(1)) is [_, var channels, ..] ? channels * node.Integer("group", 1) : -1;
        return made;
    }

    private static long[]? Product(long[]? left, long[]? right)
    {
        if (left is not { Length: > 0 } || right is not { Length: > 0 })
            return null;
        if (left.Length == 1 || right.Length == 1)
            return left.Length == 1 ? [.. right[..^Math.Min(2, right.Length)], .. right[^1..]] : left[..^1];
        return Broadcast(left[..^2], right[..^2]) is { } batch ? [.. batch, left[^2], right[^1]] : null;
    }

    private long[]? Reshaped(OnnxNode node, long[]? dims)
    {
        if (ShapeVector.Read(_graph, node.Input(1), this) is not { } wanted)
            return null;
        long[] made = [.. wanted.Select((size, at) => size == 0 && dims is not null && at < dims.Length ? dims[at] : size ?? -1)];
        // One size that is left open follows from the others; those that are copied are the same on both sides.
        bool IsCopied(int at) => at < wanted.Length && wanted[at] == 0;
        int[] open = [.. Enumerable.Range(0, made.Length).Where(at => made[at] < 0 && !IsCopied(at))];
        if (open is [var one] && dims is not null)
        {
            long[] given = [.. dims.Where((_, at) => !IsCopied(at))], rest = [.. made.Where((_, at) => at != one && !IsCopied(at))];
            long known = TensorShape.Elements(rest), all = TensorShape.Elements(given);
            if (all >= 0 && known > 0)
                made[one] = all / known;
        }
        return made;
    }

    private static long[]? Broadcast(long[]? left, long[]? right)
    {
        if (left is null || right is null)
            return null;
        int rank = Math.Max(left.Length, right.Length);
        long[] made = new long[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            long a = fromEnd <= left.Length ? left[^fromEnd] : 1, b = fromEnd <= right.Length ? right[^fromEnd] : 1;
            made[^fromEnd] = a == 1 ? b : b == 1 || b < 0 ? a : b;
        }
        return made;
    }
}
