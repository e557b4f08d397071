namespace Polylog.Networks;

/// <summary>Shapes as files give them: nothing about them is believed before it is checked.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements, or -1 where a dimension is negative or the number is beyond 64 bits.</summary>
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

    /// <summary>The place of an element in row-major order, as a list of indices.</summary>
    public static string Index(ReadOnlySpan<long> dims, long element)
    {
        var index = new long[dims.Length];
        for (int axis = dims.Length - 1; axis >= 0; axis--)
            (element, index[axis]) = Math.DivRem(element, dims[axis]);
        return Text(index);
    }

    public static string Text(ReadOnlySpan<long> dims) =>
        $"[{string.Join(", ", dims.ToArray().Select(dim => ModelErrors.Text($"{dim}")))}]";
}
