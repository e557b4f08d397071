using System.Numerics;
using System.Runtime.CompilerServices;

namespace Polylog;

/// <summary>
/// Finds equal rows. They are one atom with their summed weight: kept twice, they would take up the places of two points.
/// </summary>
/// <remarks>
/// Rows are dealt into buckets by their hashes. Each bucket is small enough for a table in the cache, and buckets are searched in parallel:
/// about 0.1 s of processor time for 10^6 rows of three columns.
/// </remarks>
internal sealed class DistinctRows
{
    private const int RowsOfBucket = 1 << 13;
    private const int MaxBucketBits = 12;

    private readonly Measure _measure;
    private readonly ParallelOptions _parallel;
    private readonly int _bits;
    private readonly int[] _ends;
    private readonly (uint Hash, int Row)[] _entries;

    private DistinctRows(Measure measure, ParallelOptions parallel)
    {
        _measure = measure;
        _parallel = parallel;
        _bits = Math.Clamp(BitOperations.Log2((uint)(measure.Count / RowsOfBucket + 1)), 0, MaxBucketBits);
        _ends = new int[1 << _bits];
        _entries = new (uint, int)[measure.WeightedCount];
        Deal();
    }

    /// <summary>The first of each set of equal rows, and their summed weights.</summary>
    /// <param name="measure">The measure; rows without weight do not count.</param>
    /// <param name="threads">Workers; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Ascending indices and their weights; null where all rows differ.</returns>
    /// <remarks>O(count x dimension).</remarks>
    public static (int[] Indices, double[] Weights)? Find(Measure measure, int threads, CancellationToken cancellation = default)
    {
        if (measure.Count < 2)
            return null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        return new DistinctRows(measure, parallel).Merge();
    }

    /// <summary>Deals the rows into buckets, in each of them ascending.</summary>
    private void Deal()
    {
        int chunks = Math.Max(1, Math.Min(_measure.Count / RowsOfBucket, 64));
        int[][] counts = new int[chunks][];
        ParallelLoop.For(0, chunks, _parallel, chunk =>
        {
            int[] own = counts[chunk] = new int[_ends.Length];
            (int from, int to) = Chunk(chunk, chunks);
            var hashes = new RowHashes(_measure);
            AtomWeights weights = _measure.AtomWeights;
            for (int row = from; row < to; row++)
            {
                if (weights[row] > 0)
                    own[Bucket(hashes[row])]++;
            }
        });
        for (int bucket = 0, next = 0; bucket < _ends.Length; bucket++)
        {
            foreach (int[] own in counts)
                (own[bucket], next) = (next, next + own[bucket]);
            _ends[bucket] = next;
        }
        ParallelLoop.For(0, chunks, _parallel, chunk =>
        {
            int[] next = counts[chunk];
            (int from, int to) = Chunk(chunk, chunks);
            var hashes = new RowHashes(_measure);
            AtomWeights weights = _measure.AtomWeights;
            for (int row = from; row < to; row++)
            {
                if (weights[row] == 0)
                    continue;
                ulong hash = hashes[row];
                _entries[next[Bucket(hash)]++] = ((uint)hash, row);
            }
        });
    }

    private (int[] Indices, double[] Weights)? Merge()
    {
        int merged = 0;
        ParallelLoop.For(0, _ends.Length, _parallel, bucket => Interlocked.Add(ref merged, MergeBucket(bucket)));
        if (merged == 0)
            return null;
        int[] first = new int[_measure.Count];
        Array.Fill(first, -1);
        for (int bucket = 0, at = 0; bucket < _ends.Length; bucket++)
        {
            for (; at < _ends[bucket]; at++)
                first[_entries[at].Row] = _entries[at].Hash == 0 ? _entries[at].Row : (int)_entries[at].Hash - 1;
        }
        return Sum(first, _entries.Length - merged);
    }

    private (int[] Indices, double[] Weights) Sum(int[] first, int distinct)
    {
        int[] indices = new int[distinct];
        var sums = new CompensatedSum[distinct];
        int[] places = new int[first.Length];
        AtomWeights weights = _measure.AtomWeights;
        for (int row = 0, next = 0; row < first.Length; row++)
        {
            if (first[row] < 0)
                continue;
            if (first[row] == row)
                (indices[next], places[row]) = (row, next++);
            sums[places[first[row]]].Add(weights[row]);
        }
        return (indices, Array.ConvertAll(sums, sum => sum.Value));
    }

    /// <summary>
    /// Looks for equal rows in a bucket. Puts into each entry, instead of the hash, 0 for a row that is the first of its kind, and
    /// otherwise the number of the first one, plus 1. Returns how many were not the first.
    /// </summary>
    private int MergeBucket(int bucket)
    {
        int start = bucket == 0 ? 0 : _ends[bucket - 1];
        Span<(uint Hash, int Row)> entries = _entries.AsSpan(start, _ends[bucket] - start);
        int[] table = new int[BitOperations.RoundUpToPowerOf2((uint)(2 * entries.Length + 2))];
        uint[] hashes = new uint[entries.Length];
        int mask = table.Length - 1, merged = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            (uint hash, int row) = entries[i];
            hashes[i] = hash;
            int slot = (int)hash & mask;
            while (table[slot] != 0 && !(hashes[table[slot] - 1] == hash && AreEqual(entries[table[slot] - 1].Row, row)))
                slot = (slot + 1) & mask;
            bool isFirst = table[slot] == 0;
            entries[i] = (isFirst ? 0 : (uint)entries[table[slot] - 1].Row + 1, row);
            if (isFirst)
                table[slot] = i + 1;
            else
                merged++;
        }
        return merged;
    }

    private (int From, int To) Chunk(int chunk, int chunks) =>
        ((int)((long)_measure.Count * chunk / chunks), (int)((long)_measure.Count * (chunk + 1) / chunks));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Bucket(ulong hash) => _bits == 0 ? 0 : (int)(hash >> (64 - _bits));

    private bool AreEqual(int one, int other) =>
        AreEqual(_measure.Atoms.Span, _measure.Dimension, one, other)
        && AreEqual(_measure.Targets.Span, _measure.TargetCount, one, other)
        && AreEqual(_measure.Totals.Span, _measure.TotalCount, one, other)
        && (_measure.Groups.IsEmpty || _measure.Groups.Span[one] == _measure.Groups.Span[other]);

    private static bool AreEqual(ReadOnlySpan<double> rows, int width, int one, int other)
    {
        for (int i = 0; i < width; i++)
        {
            if (rows[one * width + i] != rows[other * width + i])
                return false;
        }
        return true;
    }

    /// <summary>Hashes of rows with all that makes them different: targets, totals and groups too.</summary>
    private readonly ref struct RowHashes(Measure measure)
    {
        private readonly ReadOnlySpan<double> _atoms = measure.Atoms.Span;
        private readonly ReadOnlySpan<double> _targets = measure.Targets.Span;
        private readonly ReadOnlySpan<double> _totals = measure.Totals.Span;
        private readonly ReadOnlySpan<int> _groups = measure.Groups.Span;
        private readonly int _dimension = measure.Dimension;
        private readonly int _targetCount = measure.TargetCount;
        private readonly int _totalCount = measure.TotalCount;

        public ulong this[int row]
        {
            // Called for every row in a loop that runs once: not inlined, it would run before it is optimised.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                ulong hash = Mix(0, _atoms.Slice(row * _dimension, _dimension));
                hash = Mix(hash, _targets.Slice(row * _targetCount, _targetCount));
                hash = Mix(hash, _totals.Slice(row * _totalCount, _totalCount));
                return new SplitMix64(_groups.IsEmpty ? hash : hash ^ (uint)_groups[row]).Next();
            }
        }

        // A step of two cheap operations for each value, and a good mixing at the end. Adding zero makes one number of the two zeros.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Mix(ulong hash, ReadOnlySpan<double> values)
        {
            foreach (double value in values)
                hash = (BitOperations.RotateLeft(hash, 23) ^ BitConverter.DoubleToUInt64Bits(value + 0.0)) * 0x9FB21C651E98DF25;
            return hash;
        }
    }
}
