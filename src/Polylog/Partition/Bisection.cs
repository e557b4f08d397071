using System.Diagnostics;

namespace Polylog;

/// <summary>
/// Splits points into leaves: recursively, across the longest side. Without weights, leaves get equally many points.
/// </summary>
/// <remarks>
/// With weights, <see cref="Cut"/> balances weight, points and length. Works on its own copy of the points, rows moved in place beside
/// their index. The set of points of every leaf does not depend on the order of the input: ties on the split axis are broken by the other
/// coordinates, and only equal rows by their index. Cost O(count x dimension x log leaves); both halves go on in parallel.
/// </remarks>
internal sealed class Bisection
{
    /// <summary>
    /// Sides that differ by less than this factor count as equal, and the first axis is taken: the rounding of units must not decide.
    /// </summary>
    private const double Tie = 1 + 1e-9;

    private readonly double[] _rows;
    private readonly int[] _index;
    private readonly int _dimension;
    private readonly PartitionPlan _plan;
    private readonly long[] _masses;
    private readonly Leaf[] _leaves;

    private Bisection(double[] rows, int[] index, int dimension, long[] masses, PartitionPlan plan)
    {
        _rows = rows;
        _index = index;
        _dimension = dimension;
        _masses = masses;
        _plan = plan;
        _leaves = new Leaf[plan.Leaves];
    }

    /// <summary>Columns of a point, including those that are not split on.</summary>
    public int Dimension => _dimension;

    /// <summary>The points, leaf after leaf, row-major.</summary>
    public double[] Rows => _rows;

    /// <summary>For each point its index in the measure.</summary>
    public int[] Index => _index;

    /// <summary>The points' weights; empty for 1 each.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>The leaves, in order; together they cover every point exactly once.</summary>
    public IReadOnlyList<Leaf> Leaves => _leaves;

    /// <summary>Splits the atoms of positive weight.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="plan">How to split them.</param>
    /// <param name="threads">Workers; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static Bisection Split(Measure measure, PartitionPlan plan, int threads, CancellationToken cancellation)
    {
        int[] index = PositiveAtoms(measure);
        double[] rows = CopyRows(measure, index);
        long[] masses = plan.Leaves == 1 ? [] : Masses(measure, index);
        var bisection = new Bisection(rows, index, measure.Dimension, masses, plan);
        bisection.SplitNode(0, index.Length, 0, plan.Leaves, plan.Keep, threads, cancellation);
        bisection.Check(measure.Count);
        bisection.Weights = measure.Weights.IsEmpty ? [] : Array.ConvertAll(index, atom => measure.Weights.Span[atom]);
        return bisection;
    }

    /// <summary>
    /// Puts the points of every leaf in an order that does not depend on the input's: by their coordinates, then by weight.
    /// </summary>
    public void OrderInLeaves()
    {
        foreach (Leaf leaf in _leaves)
        {
            int[] order = [.. Enumerable.Range(leaf.Start, leaf.Count)];
            Array.Sort(order, Compare);
            double[] rows = new double[leaf.Count * _dimension];
            for (int i = 0; i < order.Length; i++)
                Row(order[i]).CopyTo(rows.AsSpan(i * _dimension));
            rows.CopyTo(_rows, leaf.Start * _dimension);
            Array.ConvertAll(order, i => _index[i]).CopyTo(_index, leaf.Start);
            if (Weights.Length > 0)
                Array.ConvertAll(order, i => Weights[i]).CopyTo(Weights, leaf.Start);
        }
    }

    /// <summary>A point's row.</summary>
    /// <param name="point">Its place among the points.</param>
    public ReadOnlySpan<double> Row(int point) => _rows.AsSpan(point * _dimension, _dimension);

    /// <summary>A leaf's points as a measure.</summary>
    /// <param name="leaf">The leaf.</param>
    public Measure Measure(Leaf leaf) => new(
        _rows.AsMemory(leaf.Start * _dimension, leaf.Count * _dimension), _dimension,
        Weights.Length == 0 ? default : Weights.AsMemory(leaf.Start, leaf.Count));

    private int Compare(int left, int right)
    {
        int order = Row(left).SequenceCompareTo(Row(right));
        if (order == 0 && Weights.Length > 0)
            order = Weights[left].CompareTo(Weights[right]);
        return order != 0 ? order : _index[left].CompareTo(_index[right]);
    }

    /// <summary>
    /// Shares an amount out over leaves as <see cref="Split"/> shares out the points: half of the leaves get half of it, again and again.
    /// </summary>
    /// <param name="amount">What is shared out.</param>
    /// <param name="leaves">Number of leaves, at least 1.</param>
    public static int[] EvenShares(int amount, int leaves)
    {
        if (leaves == 1)
            return [amount];
        int left = EvenPart(amount, leaves);
        return [.. EvenShares(left, leaves / 2), .. EvenShares(amount - left, leaves - leaves / 2)];
    }

    private static int EvenPart(int amount, int leaves) => (int)((long)amount * (leaves / 2) / leaves);

    private static int[] PositiveAtoms(Measure measure)
    {
        ReadOnlySpan<double> weights = measure.Weights.Span;
        int[] index = GC.AllocateUninitializedArray<int>(measure.WeightedCount);
        for (int i = 0, next = 0; i < measure.Count; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
                index[next++] = i;
        }
        return index;
    }

    private static double[] CopyRows(Measure measure, int[] index)
    {
        ReadOnlySpan<double> atoms = measure.Atoms.Span;
        if (index.Length == measure.Count)
        {
            double[] all = GC.AllocateUninitializedArray<double>(atoms.Length);
            atoms.CopyTo(all);
            return all;
        }
        int dimension = measure.Dimension;
        double[] rows = GC.AllocateUninitializedArray<double>(index.Length * dimension);
        for (int i = 0; i < index.Length; i++)
            atoms.Slice(index[i] * dimension, dimension).CopyTo(rows.AsSpan(i * dimension));
        return rows;
    }

    /// <summary>The weights as whole numbers, whose sums do not depend on their order; none where all weights are equal.</summary>
    private static long[] Masses(Measure measure, int[] index)
    {
        ReadOnlySpan<double> weights = measure.Weights.Span;
        if (weights.IsEmpty)
            return [];
        double least = double.PositiveInfinity, most = 0;
        foreach (int atom in index)
        {
            least = Math.Min(least, weights[atom]);
            most = Math.Max(most, weights[atom]);
        }
        if (least == most)
            return [];
        // All of them together are below 2^62.
        double heaviest = Math.ScaleB(1, 62) / index.Length;
        long[] masses = GC.AllocateUninitializedArray<long>(index.Length);
        for (int i = 0; i < masses.Length; i++)
            masses[i] = (long)(weights[index[i]] / most * heaviest);
        return masses;
    }

    private void SplitNode(int start, int count, int firstLeaf, int leaves, int keep, int threads, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (leaves == 1)
        {
            _leaves[firstLeaf] = new Leaf(start, count);
            return;
        }
        int leftLeaves = leaves / 2;
        int leftKeep = EvenPart(keep, leaves);
        int left = Divide(start, count, leftLeaves, leaves, leftKeep, keep);
        void GoLeft(int workers) => SplitNode(start, left, firstLeaf, leftLeaves, leftKeep, workers, cancellation);
        void GoRight(int workers) => SplitNode(
            start + left, count - left, firstLeaf + leftLeaves, leaves - leftLeaves, keep - leftKeep, workers, cancellation);
        if (threads > 1)
        {
            var parallel = new ParallelOptions { CancellationToken = cancellation };
            ParallelLoop.Both(parallel, () => GoLeft(threads / 2), () => GoRight(threads - threads / 2));
        }
        else
        {
            GoLeft(1);
            GoRight(1);
        }
    }

    /// <summary>Puts the points of the left leaves in front of the others; returns their number.</summary>
    private int Divide(int start, int count, int leftLeaves, int leaves, int leftKeep, int keep)
    {
        (int axis, double low, double high) = LongestAxis(start, count);
        var selection = new Selection(_rows, _index, _masses, _dimension);
        if (_masses.Length == 0)
        {
            int left = (int)((long)count * leftLeaves / leaves);
            selection.Split(start, count, left, axis);
            return left;
        }
        var cut = new Cut(leftLeaves, leaves - leftLeaves)
        {
            Low = low,
            High = high,
            Mass = selection.Mass(start, start + count),
            Count = count,
            Least = Math.Max(leftLeaves, leftKeep),
            Most = count - Math.Max(leaves - leftLeaves, keep - leftKeep),
            HasLength = !_plan.WantsEvenWeights,
        };
        return selection.Split(start, count, axis, cut);
    }

    /// <summary>Every point is in one leaf, once.</summary>
    [Conditional("DEBUG")]
    private void Check(int atoms)
    {
        int next = 0;
        foreach (Leaf leaf in _leaves)
        {
            Invariant.Holds(leaf.Start == next
                && leaf.Count > 0, $"A leaf of {leaf.Count} points starts at {leaf.Start}, the one before it ends at {next}.");
            next += leaf.Count;
        }
        Invariant.Holds(next == _index.Length, $"The leaves have {next} of {_index.Length} points.");
        bool[] seen = new bool[atoms];
        foreach (int atom in _index)
        {
            Invariant.Holds(!seen[atom], $"Atom {atom} is in the partition twice.");
            seen[atom] = true;
        }
    }

    private (int Axis, double Low, double High) LongestAxis(int start, int count)
    {
        Span<double> box = _dimension <= 128 ? stackalloc double[2 * _dimension] : new double[2 * _dimension];
        Span<double> low = box[.._dimension], high = box[_dimension..];
        Box.Enclose(_rows.AsSpan(start * _dimension, count * _dimension), low, high);
        int longest = 0;
        for (int axis = 1; axis < _plan.Axes; axis++)
        {
            if ((high[axis] - low[axis]) / _plan.Units[axis] > Tie * ((high[longest] - low[longest]) / _plan.Units[longest]))
                longest = axis;
        }
        return (longest, low[longest], high[longest]);
    }
}
