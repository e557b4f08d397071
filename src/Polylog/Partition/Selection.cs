using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Polylog;

/// <summary>
/// Moves the smallest rows of a run to its front: selection by sampled pivots (after Floyd and Rivest, 1975), in place.
/// </summary>
/// <remarks>
/// Rows compare by the chosen axis, then by the following axes in turn, then by index: a total order on rows, so what lands in
/// front does not depend on the order they came in. About 1.1 passes over the run.
/// </remarks>
/// <param name="rows">IN/OUT, the rows.</param>
/// <param name="index">IN/OUT, their indices, which move along.</param>
/// <param name="masses">IN/OUT, their masses, which move along; empty where a run is split by the number of its rows.</param>
/// <param name="dimension">Length of a row.</param>
internal readonly partial struct Selection(double[] rows, int[] index, long[] masses, int dimension)
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
        int firstMiddle = Partition(low, high, axis, below, orEqual: false);
        return (firstMiddle, Partition(firstMiddle, high, axis, above, orEqual: true));
    }

    /// <summary>Moves the rows with a coordinate below (or equal to) the value to the front; returns the first of the others.</summary>
    private int Partition(int low, int high, int axis, double value, bool orEqual)
    {
        // "<= value" is "< the next double": one comparison for both.
        double bound = orEqual ? Math.BitIncrement(value) : value;
        return dimension switch
        {
            1 => Partition<Row1>(low, high, axis, bound),
            2 => Partition<Row2>(low, high, axis, bound),
            3 => Partition<Row3>(low, high, axis, bound),
            4 => Partition<Row4>(low, high, axis, bound),
            _ => PartitionLong(low, high, axis, bound),
        };
    }

    /// <summary>Rows short enough to be moved as one value.</summary>
    /// <remarks>
    /// Which side a row goes to is a coin toss: always swapping, and advancing by the outcome, costs less than guessing it wrong.
    /// </remarks>
    private int Partition<TRow>(int low, int high, int axis, double bound)
        where TRow : unmanaged
    {
        ref TRow row = ref Unsafe.As<double, TRow>(ref MemoryMarshal.GetArrayDataReference(rows));
        ref int number = ref MemoryMarshal.GetArrayDataReference(index);
        ref long mass = ref MemoryMarshal.GetArrayDataReference(masses);
        bool hasMasses = masses.Length > 0;
        nint boundary = low;
        for (nint at = low; at < high; at++)
        {
            TRow moved = Unsafe.Add(ref row, at);
            int movedNumber = Unsafe.Add(ref number, at);
            bool front = Unsafe.Add(ref Unsafe.As<TRow, double>(ref Unsafe.Add(ref row, at)), axis) < bound;
            Unsafe.Add(ref row, at) = Unsafe.Add(ref row, boundary);
            Unsafe.Add(ref row, boundary) = moved;
            Unsafe.Add(ref number, at) = Unsafe.Add(ref number, boundary);
            Unsafe.Add(ref number, boundary) = movedNumber;
            if (hasMasses)
                (Unsafe.Add(ref mass, at), Unsafe.Add(ref mass, boundary)) = (Unsafe.Add(ref mass, boundary), Unsafe.Add(ref mass, at));
            boundary += front ? 1 : 0;
        }
        return (int)boundary;
    }

    private int PartitionLong(int low, int high, int axis, double bound)
    {
        int boundary = low;
        for (int at = low; at < high; at++)
        {
            if (rows[at * dimension + axis] < bound)
            {
                if (at != boundary)
                    Swap(at, boundary);
                boundary++;
            }
        }
        return boundary;
    }

    private void Swap(int a, int b)
    {
        (index[a], index[b]) = (index[b], index[a]);
        if (masses.Length > 0)
            (masses[a], masses[b]) = (masses[b], masses[a]);
        Span<double> p = rows.AsSpan(a * dimension, dimension), q = rows.AsSpan(b * dimension, dimension);
        for (int axis = 0; axis < p.Length; axis++)
            (p[axis], q[axis]) = (q[axis], p[axis]);
    }

    [InlineArray(1)]
    private struct Row1
    {
        private double _first;
    }

    [InlineArray(2)]
    private struct Row2
    {
        private double _first;
    }

    [InlineArray(3)]
    private struct Row3
    {
        private double _first;
    }

    [InlineArray(4)]
    private struct Row4
    {
        private double _first;
    }
}
