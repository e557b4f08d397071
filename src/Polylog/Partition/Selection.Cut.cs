namespace Polylog;

/// <content>Runs that are split at a <see cref="Cut"/>.</content>
internal readonly partial struct Selection
{
    /// <summary>Puts the rows before a cut in front of the others.</summary>
    /// <param name="start">First row of the run.</param>
    /// <param name="count">Rows of the run.</param>
    /// <param name="axis">Rows are compared by this axis first.</param>
    /// <param name="cut">The cut, of this run and axis.</param>
    /// <returns>The number of rows in front.</returns>
    public int Split(int start, int count, int axis, Cut cut)
    {
        // The cut is somewhere from low to high.
        int low = start, high = start + count;
        long before = 0; // mass of the rows from the start to low
        bool exact = false;
        for (int turn = 0; turn < dimension && high - low > SmallRun;)
        {
            int current = (axis + turn) % dimension;
            // Rows that are equal along the axis are in the same place, and split by the next one.
            double? place = turn == 0 ? null : rows[low * dimension + axis];
            (double below, double above) = Pivots(low, high, current, exact, (value, mass, rank) =>
                cut.IsPassed(place ?? value, before + mass, low - start + rank));
            (int firstMiddle, int firstRight) = ThreeWay(low, high, current, below, above);
            long left = before + Mass(low, firstMiddle), middle = Mass(firstMiddle, firstRight);
            if (cut.IsPassed(place ?? below, left, firstMiddle - start))
            {
                high = firstMiddle;
            }
            else if (!cut.IsPassed(place ?? above, left + middle, firstRight - start))
            {
                (low, before) = (firstRight, left + middle);
            }
            else
            {
                exact = firstMiddle == low && firstRight == high;
                (low, high, before) = (firstMiddle, firstRight, left);
                if (below == above)
                {
                    turn++;
                    exact = false;
                }
            }
        }
        SortRun(low, high, axis);
        int boundary = low;
        while (boundary < high && !cut.IsPassed(rows[boundary * dimension + axis], before, boundary - start))
            before += masses[boundary++];
        return boundary - start;
    }

    /// <summary>Sum of the masses of some rows.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The one after the last.</param>
    public long Mass(int from, int to)
    {
        long sum = 0;
        for (int i = from; i < to; i++)
            sum += masses[i];
        return sum;
    }

    /// <summary>Two values of the axis that very likely enclose the cut, from an evenly spaced sample.</summary>
    private (double Below, double Above) Pivots(int low, int high, int axis, bool exact, Func<double, long, int, bool> isPassed)
    {
        int count = high - low;
        int taken = Math.Min(SampleSize, count);
        Span<double> values = stackalloc double[taken];
        Span<long> sampled = stackalloc long[taken];
        double sum = 0;
        for (int i = 0; i < taken; i++)
        {
            int row = low + (int)((long)i * count / taken);
            values[i] = rows[row * dimension + axis];
            sampled[i] = masses[row];
            sum += sampled[i];
        }
        values.Sort(sampled);
        double scale = sum > 0 ? Mass(low, high) / sum : 0, mass = 0;
        int middle = 0;
        while (middle < taken - 1 && !isPassed(values[middle], (long)(mass * scale), (int)((long)middle * count / taken)))
            mass += sampled[middle++];
        int margin = exact || taken == count ? 0 : (int)Math.Sqrt(taken) / 2 + 1;
        return (values[Math.Max(0, middle - margin)], values[Math.Min(taken - 1, middle + margin)]);
    }

    /// <summary>Sorts a few rows, or rows that are equal, in the order of the selection.</summary>
    private void SortRun(int low, int high, int axis)
    {
        if (high - low > SmallRun)
        {
            Array.Sort(index, masses, low, high - low);
            return;
        }
        for (int i = low + 1; i < high; i++)
        {
            for (int j = i; j > low && Compare(j, j - 1, axis) < 0; j--)
                Swap(j, j - 1);
        }
    }

    private int Compare(int one, int other, int axis)
    {
        for (int turn = 0; turn < dimension; turn++)
        {
            int current = (axis + turn) % dimension;
            int order = rows[one * dimension + current].CompareTo(rows[other * dimension + current]);
            if (order != 0)
                return order;
        }
        return index[one].CompareTo(index[other]);
    }
}
