namespace Polylog;

/// <summary>
/// Finds the distinct rows of a measure. Where there are few of them, they are a coreset that is exact for every function.
/// </summary>
internal static class DistinctRows
{
    /// <summary>The first of each set of equal rows, and their summed weights.</summary>
    /// <param name="measure">The measure; rows without weight do not count.</param>
    /// <param name="most">Rows that may differ, at least 1.</param>
    /// <returns>Ascending indices and their weights; null where more rows differ. Then the work ends with the first row too many.</returns>
    public static (int[] Indices, double[] Weights)? Find(Measure measure, int most)
    {
        int[] table = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(2L * most + 2, Array.MaxLength / 2))];
        var first = new List<int>();
        for (int row = 0; row < measure.Count; row++)
        {
            if (!measure.HasWeight(row))
                continue;
            int slot = Slot(measure, table, first, row);
            if (table[slot] != 0)
                continue;
            if (first.Count == most)
                return null;
            first.Add(row);
            table[slot] = first.Count;
        }
        var sums = new CompensatedSum[first.Count];
        for (int row = 0; row < measure.Count; row++)
        {
            if (measure.HasWeight(row))
                sums[table[Slot(measure, table, first, row)] - 1].Add(measure.AtomWeights[row]);
        }
        return ([.. first], [.. sums.Select(sum => sum.Value)]);
    }

    /// <summary>Where the table has the row, or where there is room for it.</summary>
    private static int Slot(Measure measure, int[] table, List<int> first, int row)
    {
        int slot = (int)(Hash(measure, row) & (ulong)(table.Length - 1));
        while (table[slot] != 0 && !AreEqual(measure, first[table[slot] - 1], row))
            slot = (slot + 1) & (table.Length - 1);
        return slot;
    }

    private static bool AreEqual(Measure measure, int one, int other) =>
        AreEqual(measure.Atoms.Span, measure.Dimension, one, other) && AreEqual(measure.Targets.Span, measure.TargetCount, one, other)
        && AreEqual(measure.Totals.Span, measure.TotalCount, one, other)
            && (measure.Groups.IsEmpty || measure.Groups.Span[one] == measure.Groups.Span[other]);

    private static bool AreEqual(ReadOnlySpan<double> rows, int width, int one, int other)
    {
        for (int i = 0; i < width; i++)
        {
            if (rows[one * width + i] != rows[other * width + i])
                return false;
        }
        return true;
    }

    // With the group, too: rows that differ in it alone, and many of them, would all want the same place.
    private static ulong Hash(Measure measure, int row)
    {
        ulong hash = RowHash.Mix(RowHash.ForAtom(measure, row), measure.Totals.Span.Slice(row * measure.TotalCount, measure.TotalCount));
        return measure.Groups.IsEmpty ? hash : RowHash.Mix(hash, [measure.Groups.Span[row]]);
    }
}
