namespace Polylog.Benchmarks;

/// <summary>
/// Kernel thinning (Dwivedi and Mackey, COLT 2021), with the target kernel in both steps, as in their generalised kernel thinning (ICLR
/// 2022): rounds of halving that keep both halves alike, then swaps of single rows towards the mean of all rows.
/// </summary>
internal sealed class KernelThinning
{
    /// <summary>The kernel is held as a matrix, of 1 GB for this many rows.</summary>
    public const int MostRows = 16_000;

    // The chance that a bound of the halving fails somewhere; the paper's experiments have this value.
    private const double Failure = 0.5;

    private readonly float[][] _kernel;
    private readonly double[] _means;

    /// <param name="count">Number of rows, at most <see cref="MostRows"/>.</param>
    /// <param name="kernel">The kernel of two rows.</param>
    public KernelThinning(int count, Func<int, int, double> kernel)
    {
        _kernel = [.. Enumerable.Range(0, count).Select(_ => new float[count])];
        Parallel.For(0, count, i =>
        {
            for (int j = 0; j <= i; j++)
                _kernel[i][j] = (float)kernel(i, j);
        });
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
                _kernel[i][j] = _kernel[j][i];
        }
        _means = [.. _kernel.Select(row => Sum(row) / count)];
    }

    /// <summary>Rows that stand for all rows with equal weights.</summary>
    public int[] Thin(int size, SplitMix64 random)
    {
        int rounds = 0;
        while (size << (rounds + 1) <= _means.Length)
            rounds++;
        int[] order = [.. Enumerable.Range(0, _means.Length)];
        random.Draw(order.AsSpan(), size << rounds);
        List<int[]> parts = [order[..(size << rounds)]];
        int[] uniform = order[..size];
        for (int round = 0; round < rounds; round++)
            parts = [.. parts.SelectMany(part => Halve(part, ref random, rounds))];
        int[] best = parts.Append(uniform).MinBy(Discrepancy)!;
        Swap(best);
        return best;
    }

    /// <summary>KT-SPLIT: of each pair of rows one goes to each half, the one that makes them more alike with the larger chance.</summary>
    private int[][] Halve(int[] rows, ref SplitMix64 random, int rounds)
    {
        int pairs = rows.Length / 2;
        int[] first = new int[pairs], second = new int[pairs];
        double log = Math.Log(4.0 * pairs * rounds / Failure), variance = 0;
        for (int i = 0; i < pairs; i++)
        {
            (int left, int right) = (rows[2 * i], rows[2 * i + 1]);
            (float[] ofLeft, float[] ofRight) = (_kernel[left], _kernel[right]);
            double square = ofLeft[left] + ofRight[right] - 2.0 * ofLeft[right];

            // The second half's sum less the first's, at the left row and at the right one.
            double lean = 0;
            for (int j = 0; j < i; j++)
                lean += ofLeft[second[j]] - ofLeft[first[j]] - (ofRight[second[j]] - ofRight[first[j]]);
            lean += ofLeft[left] - ofRight[right];

            double threshold = Math.Max(Math.Sqrt(variance * square * 2 * log), square);
            if (threshold > 0)
                variance += Math.Max(0, square * (1 + (square - 2 * threshold) * variance / (threshold * threshold)));
            bool swap = random.Unit() < 0.5 * (1 - lean / Math.Max(threshold, 1e-300));
            (first[i], second[i]) = swap ? (right, left) : (left, right);
        }
        return [first, second];
    }

    /// <summary>KT-SWAP: each row in turn gives way to the row, not yet kept, that brings the kept ones nearest to all rows.</summary>
    /// <param name="kept">IN/OUT, the rows.</param>
    private void Swap(int[] kept)
    {
        double[] sums = new double[_means.Length];
        bool[] isKept = new bool[_means.Length];
        foreach (int row in kept)
        {
            Add(row, 1);
            isKept[row] = true;
        }
        for (int i = 0; i < kept.Length; i++)
        {
            Add(kept[i], -1);
            isKept[kept[i]] = false;
            int best = kept[i];
            for (int row = 0; row < sums.Length; row++)
            {
                if (!isKept[row] && Change(row) < Change(best))
                    best = row;
            }
            Add(best, 1);
            (kept[i], isKept[best]) = (best, true);
        }

        void Add(int row, int sign)
        {
            float[] own = _kernel[row];
            for (int j = 0; j < own.Length; j++)
                sums[j] += sign * (double)own[j];
        }

        double Change(int row) => _kernel[row][row] + 2 * sums[row] - 2 * kept.Length * _means[row];
    }

    /// <summary>Squared MMD to all rows, but for a constant.</summary>
    private double Discrepancy(int[] rows)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            float[] own = _kernel[row];
            double inside = 0;
            foreach (int other in rows)
                inside += own[other];
            sum += inside / rows.Length - 2 * _means[row];
        }
        return sum / rows.Length;
    }

    private static double Sum(float[] row)
    {
        double sum = 0;
        foreach (float value in row)
            sum += value;
        return sum;
    }
}
