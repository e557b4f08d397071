namespace Polylog;

/// <summary>Draws a random sample that does not depend on the order of the rows: the rows with the smallest hashes.</summary>
internal static class HashedSample
{
    private const int BinBits = 16;

    /// <summary>Draws atoms by weight, without replacement, with weights that add up to the full total weight.</summary>
    /// <param name="measure">The full measure.</param>
    /// <param name="size">How many, at least 1; with as many as there are or more, the measure itself.</param>
    /// <remarks>
    /// Equal rows have equal hashes: where many are equal a hash would take all of them or none, and the sample is drawn by place instead.
    /// O(count x dimension).
    /// </remarks>
    public static Measure Draw(Measure measure, int size)
    {
        if (size >= measure.WeightedCount)
            return measure;
        ReadOnlySpan<double> given = measure.Weights.Span;
        if (!given.IsEmpty && given.IndexOfAnyExcept(given[0]) >= 0)
        {
            (int[] rows, double[] own) = RandomSubset.DrawByWeight(given, size, () => row => Uniform(Hash(measure, row)));
            return measure.Subset(rows, own);
        }
        // A count of the first bits tells which hashes are surely in; of those that share the last bits, the smallest.
        int[] bins = new int[1 << BinBits];
        for (int i = 0; i < measure.Count; i++)
        {
            if (measure.HasWeight(i))
                bins[Bin(Hash(measure, i))]++;
        }
        int last = 0, before = 0;
        while (before + bins[last] < size)
            before += bins[last++];
        int[] drawn = new int[size];
        ulong[] hashes = new ulong[size];
        var border = new List<(ulong Hash, int Index)>(bins[last]);
        int taken = 0;
        for (int i = 0; i < measure.Count; i++)
        {
            if (!measure.HasWeight(i))
                continue;
            ulong hash = Hash(measure, i);
            int bin = Bin(hash);
            if (bin < last)
                (drawn[taken], hashes[taken++]) = (i, hash);
            else if (bin == last)
                border.Add((hash, i));
        }
        border.Sort();
        for (int i = 0; taken < size; i++)
            (hashes[taken], drawn[taken++]) = border[i];
        Array.Sort(hashes);
        int different = 1;
        for (int i = 1; i < size; i++)
            different += hashes[i] == hashes[i - 1] ? 0 : 1;
        if (different < size / 2)
            return RandomSubset.Draw(measure, size, seed: 1);

        Array.Sort(drawn);
        AtomWeights all = measure.AtomWeights;
        double[] weights = new double[size];
        double total = 0;
        for (int i = 0; i < size; i++)
            total += weights[i] = all[drawn[i]];
        for (int i = 0; i < size; i++)
            weights[i] *= measure.TotalWeight / total;
        return measure.Subset(drawn, weights);
    }

    private static double Uniform(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    private static int Bin(ulong hash) => (int)(hash >> (64 - BinBits));

    private static ulong Hash(Measure measure, int index)
    {
        ulong hash = RowHash.ForAtom(measure, index);
        return measure.Weights.IsEmpty ? hash : RowHash.Mix(hash, measure.Weights.Span.Slice(index, 1));
    }
}
