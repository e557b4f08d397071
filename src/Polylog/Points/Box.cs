namespace Polylog;

/// <summary>The smallest box around points.</summary>
internal static class Box
{
    /// <summary>Smallest and largest coordinate along each axis.</summary>
    /// <param name="rows">IN, at least one row, row-major.</param>
    /// <param name="low">OUT, as long as a row.</param>
    /// <param name="high">OUT, as long as a row.</param>
    public static void Enclose(ReadOnlySpan<double> rows, Span<double> low, Span<double> high)
    {
        int dimension = low.Length;
        // Eight rows are a whole number of vectors whatever the dimension: position p of them belongs to axis p mod dimension.
        int block = Kernels.Lanes * dimension;
        if (rows.Length < 2 * block)
        {
            Plain(rows, low, high);
            return;
        }
        Span<double> lows = block <= 256 ? stackalloc double[block] : new double[block];
        Span<double> highs = block <= 256 ? stackalloc double[block] : new double[block];
        rows[..block].CopyTo(lows);
        rows[..block].CopyTo(highs);
        int at = block;
        for (; at + block <= rows.Length; at += block)
            Kernels.Enclose(lows, highs, rows.Slice(at, block));
        // The rest, together with the last whole block, which does no harm twice.
        Kernels.Enclose(lows, highs, rows[^block..]);
        Plain(lows, low, high);
        Span<double> restHigh = highs[..dimension];
        Plain(highs, lows[..dimension], restHigh);
        restHigh.CopyTo(high);
    }

    private static void Plain(ReadOnlySpan<double> rows, Span<double> low, Span<double> high)
    {
        int dimension = low.Length;
        rows[..dimension].CopyTo(low);
        rows[..dimension].CopyTo(high);
        for (int at = dimension; at < rows.Length; at += dimension)
        {
            for (int axis = 0; axis < dimension; axis++)
            {
                double x = rows[at + axis];
                if (x < low[axis])
                    low[axis] = x;
                if (x > high[axis])
                    high[axis] = x;
            }
        }
    }
}
