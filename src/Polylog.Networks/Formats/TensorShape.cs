namespace Polylog.Networks;

/// <summary>Shapes of tensors as files give them: dimensions may be negative, and their product may overflow.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements; -1 if a dimension is negative or the number exceeds 64 bits.</summary>
    public static long Elements(ReadOnlySpan<long> dims)
    {
        if (dims.Contains(0))
            return dims.ContainsAnyInRange(long.MinValue, -1) ? -1 : 0;
        long count = 1;
        foreach (long dim in dims)
        {
            if (dim < 0 || count > long.MaxValue / dim)
                return -1;
            count *= dim;
        }
        return count;
    }

    /// <summary>The indices of an element, such as [3, 0], from its row-major position.</summary>
    public static string Index(ReadOnlySpan<long> dims, long element)
    {
        var index = new long[dims.Length];
        for (int axis = dims.Length - 1; axis >= 0; axis--)
            (element, index[axis]) = Math.DivRem(element, dims[axis]);
        return Text(index);
    }

    /// <inheritdoc cref="Index(ReadOnlySpan{long}, long)"/>
    public static string Index(IEnumerable<int> dims, long element) => Index([.. dims.Select(dim => (long)dim)], element);

    public static string Text(ReadOnlySpan<long> dims) =>
        $"[{string.Join(", ", dims.ToArray().Select(dim => ModelErrors.Text($"{dim}")))}]";
}
