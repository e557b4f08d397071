namespace Polylog;

/// <summary>
/// Moves the smallest rows of a run to its front: selection by sampled pivots (after Floyd and Rivest, 1975), in place.
/// </summary>
/// <remarks>
/// Rows compare by the chosen axis, then by the following axes in turn, then by index: a total order on rows, so what lands in
/// front does not depend on the order they came in. About 1.1 passes over the run.
/// </remarks>
internal readonly struct Selection(double[] rows, int[] index, int dimension)
{
    private const int SampleSize = 512;
    private const int SmallRun = 32;

    /// <summary>Puts the <paramref name="left"/> smallest of the run's rows in front of the others.</summary>
    public void Split(int start, int count, int left, int axis)
    {
        int low = start, high = start + count;
        int boundary = start + left;
        int turn = 0; // axes already found equal over the whole remaining run
        bool exact = false;
        while (boundary > low && boundary < high)
        {
            if (turn == dimension)
            {
                // All rows left are equal and need not move: the smallest indices go to the front.
                Array.Sort(index, low, high - low);
                return;
            }
            int current = (axis + turn) % dimension;
            (double below, double above) = Pivots(low, high, boundary, current, exact);
            (int firstMiddle, int firstRight) = ThreeWay(low, high, current, below, above);
            if (boundary < firstMiddle)
            {
                high = firstMiddle;
            }
            else if (boundary > firstRight)
            {
                low = firstRight;
            }
            else
            {
                // Few distinct values can put the whole run between the pivots; one pivot always takes something away.
                exact = firstMiddle == low && firstRight == high;
                low = firstMiddle;
                high = firstRight;
                if (below == above)
                {
                    turn++;
                    exact = false;
                }
            }
        }
    }

    /// <summary>Two values of the axis that very likely enclose the value at the boundary, from an evenly spaced sample.</summary>
    private (double Below, double Above) Pivots(int low, int high, int boundary, int axis, bool exact)
    {
        int count = high - low;
        if (count <= SmallRun)
        {
            Span<double> all = stackalloc double[count];
            for (int i = 0; i < count; i++)
                all[i] = rows[(low + i) * dimension + axis];
            all.Sort();
            double pivot = all[boundary - low];
            return (pivot, pivot);
        }
        int taken = Math.Min(SampleSize, count);
        Span<double> sample = stackalloc double[taken];
        for (int i = 0; i < taken; i++)
            sample[i] = rows[(low + (int)((long)i * count / taken)) * dimension + axis];
        sample.Sort();
        int middle = (int)((long)(boundary - low) * taken / count);
        int margin = exact || taken == count ? 0 : (int)Math.Sqrt(taken) / 2 + 1;
        return (sample[Math.Max(0, middle - margin)], sample[Math.Min(taken - 1, middle + margin)]);
    }

    /// <summary>Rows below the first value, rows between the two inclusive, rows above the second.</summary>
    private (int FirstMiddle, int FirstRight) ThreeWay(int low, int high, int axis, double below, double above)
    {
        int left = low, at = low, right = high;
        while (at < right)
        {
            double x = rows[at * dimension + axis];
            if (x < below)
            {
                if (at != left)
                    Swap(at, left);
                left++;
                at++;
            }
            else if (x > above)
            {
                right--;
                Swap(at, right);
            }
            else
            {
                at++;
            }
        }
        return (left, right);
    }

    private void Swap(int a, int b)
    {
        (index[a], index[b]) = (index[b], index[a]);
        int p = a * dimension, q = b * dimension;
        for (int axis = 0; axis < dimension; axis++)
            (rows[p + axis], rows[q + axis]) = (rows[q + axis], rows[p + axis]);
    }
}
