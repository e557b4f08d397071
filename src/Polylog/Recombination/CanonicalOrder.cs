namespace Polylog;

/// <summary>
/// Orders a leaf's points by what they are instead of by where they came from, then shuffles them by a fixed rule.
/// </summary>
/// <remarks>
/// Sorting makes the result independent of the input's order. Shuffling makes the groups of the recombination tree random samples
/// of the leaf: their means lie close together, so exchanging whole groups hardly changes the moments that are not matched.
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
        for (int first = 0; first < count;)
        {
            int end = first + 1;
            while (end < count && keys[end] == keys[first])
                end++;
            if (end - first > 1)
                SortTies(rows, dimension, weights, index, points[first..end]);
            first = end;
        }
        Shuffle(points);
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

    private static void SortTies(ReadOnlySpan<double> rows, int dimension, ReadOnlySpan<double> weights, ReadOnlySpan<int> index, Span<int> points)
    {
        // Spans can't be captured by a comparison, so the few tied rows are copied out.
        var ties = new (double[] Row, double Weight, int Index, int Point)[points.Length];
        for (int i = 0; i < ties.Length; i++)
        {
            int point = points[i];
            ties[i] = (rows.Slice(point * dimension, dimension).ToArray(), weights[point], index[point], point);
        }
        Array.Sort(ties, static (a, b) =>
        {
            int order = a.Row.AsSpan().SequenceCompareTo(b.Row);
            if (order == 0)
                order = a.Weight.CompareTo(b.Weight);
            return order != 0 ? order : a.Index.CompareTo(b.Index);
        });
        for (int i = 0; i < ties.Length; i++)
            points[i] = ties[i].Point;
    }

    /// <summary>Fisher-Yates, the same for every run.</summary>
    private static void Shuffle(Span<int> points)
    {
        var random = new SplitMix64(1);
        for (int i = points.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (points[i], points[j]) = (points[j], points[i]);
        }
    }
}
