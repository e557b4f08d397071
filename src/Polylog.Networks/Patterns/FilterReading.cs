namespace Polylog.Networks;

/// <summary>Reads from a convolution or a pooling how it moves over its input.</summary>
internal static class FilterReading
{
    /// <summary>The filter; null where padding depends on sizes that are not known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="sizes">Sizes of the filter; null to read them from the node.</param>
    /// <param name="input">Dimensions of the input; null if they are not known.</param>
    public static Filter? Of(OnnxNode node, long[]? sizes, long[]? input)
    {
        sizes ??= node.Attribute("kernel_shape") is { } shape ? [.. shape.Integers] : null;
        if (sizes is not { Length: > 0 })
            return null;
        int count = sizes.Length;
        long[]? strides = List(node, "strides", count, 1), dilations = List(node, "dilations", count, 1);
        if (strides is null || dilations is null || strides.Any(step => step < 1) || dilations.Any(step => step < 1))
            return null;
        long[]? pads = node.Attribute("auto_pad")?.Text switch
        {
            null or "" or "NOTSET" => List(node, "pads", 2 * count, 0),
            "VALID" => new long[2 * count],
            "SAME_UPPER" or "SAME_LOWER" => Same(node, sizes, strides, dilations, input),
            _ => null,
        };
        return pads is null ? null : new Filter(sizes, strides, dilations, pads);
    }

    private static long[]? List(OnnxNode node, string name, int count, long otherwise)
    {
        if (node.Attribute(name) is not { } attribute)
            return [.. Enumerable.Repeat(otherwise, count)];
        return attribute.Integers.Count == count ? [.. attribute.Integers] : null;
    }

    // As many outputs as inputs / stride, with the odd one of the pads behind or in front.
    private static long[]? Same(OnnxNode node, long[] sizes, long[] strides, long[] dilations, long[]? input)
    {
        int count = sizes.Length;
        if (input is null || input.Length != count + 2 || input.AsSpan(2).Contains(-1))
            return null;
        long[] pads = new long[2 * count];
        for (int axis = 0; axis < count; axis++)
        {
            long size = input[axis + 2], outputs = (size + strides[axis] - 1) / strides[axis];
            long needed = Math.Max(0, ((outputs - 1) * strides[axis]) + ((sizes[axis] - 1) * dilations[axis]) + 1 - size);
            bool isUpper = node.Attribute("auto_pad")!.Text == "SAME_UPPER";
            pads[axis] = isUpper ? needed / 2 : needed - (needed / 2);
            pads[axis + count] = needed - pads[axis];
        }
        return pads;
    }
}
