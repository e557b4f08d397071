namespace Polylog;

/// <summary>
/// Orders the points of a leaf by their coordinates instead of by their place in the input, then shuffles them by a fixed rule.
/// </summary>
/// <remarks>
/// Sorting makes the result independent of the input's order. Shuffling makes the bins of the recombination tree random samples of the
/// leaf: their means lie close together, so exchanging whole bins hardly changes the unmatched moments.
/// </remarks>
internal sealed class CanonicalOrder
{
    private double[] _keys = [];
    private double[] _unsorted = [];
    private int[] _buckets = [];

    /// <summary>Fills the list with 0 .. count-1 in canonical shuffled order.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="dimension">Length of a row.</param>
    /// <param name="weights">IN, the leaf's weights by point.</param>
    /// <param name="index">IN, index of each point in the measure, the last tie-break.</param>
    /// <param name="points">OUT, the order.</param>
    public void Fill(ReadOnlySpan<double> rows, int dimension, ReadOnlySpan<double> weights, ReadOnlySpan<int> index, Span<int> points)
    {
        int count = points.Length;
        if (_keys.Length < count)
        {
            _keys = new double[count];
            _unsorted = new double[count];
        }
        Span<double> keys = _keys.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            _unsorted[i] = rows[i * dimension];
        }
        BucketSort(_unsorted.AsSpan(0, count), keys, points);
        SortRuns(rows, dimension, weights, index, keys, points, next: 1);
        // The same for every leaf and every run.
        new SplitMix64(1).Shuffle(points);
    }

    /// <summary>Sorts by evenly spaced buckets, one a value, each sorted on its own: linear for evenly spread values.</summary>
    private void BucketSort(ReadOnlySpan<double> values, Span<double> sorted, Span<int> points)
    {
        int count = values.Length;
        double low = values[0], high = values[0];
        foreach (double value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        double scale = (count - 1) / (high - low);
        if (!double.IsFinite(scale))
            scale = 0; // all equal, or a range beyond double's: one bucket
        if (_buckets.Length < count + 1)
            _buckets = new int[count + 1];
        Span<int> ends = _buckets.AsSpan(0, count + 1);
        ends.Clear();
        foreach (double value in values)
            ends[(int)((value - low) * scale) + 1]++;
        for (int bucket = 1; bucket <= count; bucket++)
            ends[bucket] += ends[bucket - 1];
        for (int i = 0; i < count; i++)
        {
            // Counts up to the bucket's end, which is the next one's start.
            int at = ends[(int)((values[i] - low) * scale)]++;
            sorted[at] = values[i];
            points[at] = i;
        }
        for (int bucket = 0, start = 0; bucket < count; bucket++)
        {
            int end = ends[bucket];
            if (end - start > 1)
                sorted[start..end].Sort(points[start..end]);
            start = end;
        }
    }

    /// <summary>Orders runs of equal keys by the next column, then by weight, then by index.</summary>
    private static void SortRuns(
        ReadOnlySpan<double> rows, int dimension, ReadOnlySpan<double> weights, ReadOnlySpan<int> index, Span<double> keys,
            Span<int> points, int next)
    {
        for (int first = 0; first < keys.Length;)
        {
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            if (end - first > 1)
            {
                Span<double> runKeys = keys[first..end];
                Span<int> run = points[first..end];
                for (int i = 0; i < run.Length; i++)
                    runKeys[i] = next < dimension ? rows[run[i] * dimension + next] : next == dimension ? weights[run[i]] : index[run[i]];
                runKeys.Sort(run);
                if (next <= dimension)
                    SortRuns(rows, dimension, weights, index, runKeys, run, next + 1);
            }
            first = end;
        }
    }
}
