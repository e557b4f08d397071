using System.Collections.Concurrent;

namespace Polylog;

/// <summary>
/// Evaluates the basis functions at the points of a leaf, a block at a time, so that the features of all points are never in memory
/// together.
/// </summary>
internal sealed class LeafFeatures : IPointFunctions
{
    /// <summary>Points evaluated together: small enough for a block's features to stay in the first caches.</summary>
    private const int Block = 32;

    /// <summary>Blocks added together: each sum is loaded and stored once for all of them. A divisor of <see cref="Run"/>.</summary>
    private const int Blocks = 4;

    /// <summary>Far from zero, numbers are whole steps apart: their spacing is then the data, not an error of it.</summary>
    private const double MaxDataTolerance = 1e-6;

    /// <summary>Additions into one running sum before it is put away: keeps rounding errors from growing with the leaf.</summary>
    private const int Run = 64;

    private readonly FunctionBasis _basis;
    private readonly Workers _workers;
    private readonly LocalFrame _frame;
    private readonly Action<int> _sumBlock;
    private readonly ConcurrentBag<Buffers> _buffers = [];
    private Binning _binning;

    public LeafFeatures(FunctionBasis basis, Workers workers)
    {
        _basis = basis;
        _workers = workers;
        _frame = new LocalFrame(basis.Width);
        _sumBlock = SumBlock;
    }

    /// <summary>
    /// Size of the errors in the features that come from the rounding of the data. Functions that differ by less count as dependent.
    /// </summary>
    public double DataTolerance => Math.Min(MaxDataTolerance, Tableau.RankTolerance(_basis.Count) * _basis.Order * _frame.Magnification);

    /// <summary>Fits the local frame to the leaf.</summary>
    public void Fit(ReadOnlySpan<double> rows) => _frame.Fit(rows);

    /// <inheritdoc/>
    /// <remarks>The values are zero beyond the points.</remarks>
    public void Single(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int functions, int stride, Span<double> values)
    {
        Buffers buffers = Borrow();
        for (int first = 0; first < stride; first += Block)
        {
            int width = Math.Min(Block, stride - first);
            ReadOnlySpan<int> part = first < points.Length ? points[first..Math.Min(points.Length, first + width)] : [];
            Span<double> block = Evaluate(buffers, rows, part, [], width, functions);
            for (int f = 0; f < functions; f++)
                block.Slice(f * width, width).CopyTo(values.Slice(f * stride + first, width));
        }
        _buffers.Add(buffers);
    }

    /// <summary>Weighted sums over bins: the point at position i of the list belongs to bin i mod bins.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="points">IN, which of them.</param>
    /// <param name="weights">IN, weights by position in the list.</param>
    /// <param name="bins">Number of bins, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="functions">How many functions.</param>
    /// <param name="sums">OUT, functions x bins.</param>
    public void BinSums(
        ReadOnlyMemory<double> rows, ReadOnlyMemory<int> points, ReadOnlyMemory<double> weights, int bins, int functions,
            AlignedBuffer sums)
    {
        sums.Take(functions * bins).Clear();
        _binning = new Binning(rows, points, weights, bins, functions, sums);
        _workers.Run((bins + Block - 1) / Block, (long)points.Length * functions, _sumBlock);
        _binning = default;
    }

    /// <summary>The sums of a block of bins.</summary>
    private void SumBlock(int block)
    {
        (ReadOnlyMemory<double> rows, ReadOnlyMemory<int> list, ReadOnlyMemory<double> weights, int bins, int functions,
            AlignedBuffer sumBuffer) = _binning;
        Buffers buffers = Borrow();
        ReadOnlySpan<int> points = list.Span;
        Span<double> sums = sumBuffer.Take(functions * bins);
        int first = block * Block;
        int width = Math.Min(Block, bins - first);
        Span<double> run = buffers.Run.Take(functions * width);
        run.Clear();
        int added = 0;
        for (int at = first; at < points.Length;)
        {
            int blocks = Math.Min(Blocks, (points.Length - at + bins - 1) / bins);
            AddTo(run, buffers, rows.Span, points, weights.Span, at, bins, blocks, width, functions);
            at += blocks * bins;
            if ((added += blocks) == Run)
            {
                AddRun(run, sums, first, width, bins, functions);
                run.Clear();
                added = 0;
            }
        }
        AddRun(run, sums, first, width, bins, functions);
        _buffers.Add(buffers);
    }

    private static void AddRun(ReadOnlySpan<double> run, Span<double> sums, int first, int width, int bins, int functions)
    {
        for (int f = 0; f < functions; f++)
            Kernels.Add(sums.Slice(f * bins + first, width), run.Slice(f * width, width));
    }

    /// <summary>Adds blocks of points, each a number of bins after the last.</summary>
    private void AddTo(
        Span<double> run, Buffers buffers, ReadOnlySpan<double> rows, ReadOnlySpan<int> points, ReadOnlySpan<double> weights, int at,
            int bins, int blocks, int width, int functions)
    {
        int columns = _basis.Width;
        Span<double> scratch = buffers.Scratch.Take(blocks * ((columns + 1) * width + _basis.SumScratchLength(width)));
        Span<double> local = scratch[..(blocks * columns * width)];
        Span<double> multipliers = scratch.Slice(blocks * columns * width, blocks * width);
        for (int block = 0; block < blocks; block++)
        {
            int first = at + block * bins;
            int count = Math.Min(width, points.Length - first);
            Map(rows, points.Slice(first, count), weights.Slice(first, count), width, local.Slice(block * columns * width, columns * width),
                multipliers.Slice(block * width, width));
        }
        _basis.AddTo(blocks, local, multipliers, width, functions, scratch[(blocks * (columns + 1) * width)..],
            buffers.Values.Take(functions * width), run);
    }

    private Span<double> Evaluate(
        Buffers buffers, ReadOnlySpan<double> rows, ReadOnlySpan<int> points, ReadOnlySpan<double> weights, int width, int functions)
    {
        int columns = _basis.Width;
        Span<double> scratch = buffers.Scratch.Take((columns + 1) * width + _basis.ScratchLength(width));
        Span<double> local = scratch[..(columns * width)];
        Span<double> multipliers = scratch.Slice(columns * width, width);
        Map(rows, points, weights, width, local, multipliers);
        Span<double> values = buffers.Values.Take(functions * width);
        _basis.Evaluate(local, multipliers, width, functions, scratch[((columns + 1) * width)..], values);
        return values;
    }

    /// <summary>Points in the leaf's frame, coordinate by coordinate; zero, and of weight zero, beyond them.</summary>
    private void Map(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, ReadOnlySpan<double> weights, int width, Span<double> local,
        Span<double> multipliers)
    {
        int columns = _basis.Width;
        if (points.Length < width)
        {
            local.Clear();
            multipliers.Clear();
        }
        var own = new AtomWeights(weights);
        for (int i = 0; i < points.Length; i++)
        {
            _frame.Map(rows.Slice(points[i] * columns, columns), local[i..], width);
            multipliers[i] = own[i];
        }
    }

    private Buffers Borrow() => _buffers.TryTake(out Buffers? buffers) ? buffers : new Buffers();

    /// <summary>What one thread needs.</summary>
    private sealed class Buffers
    {
        public AlignedBuffer Scratch { get; } = new();

        public AlignedBuffer Values { get; } = new();

        public AlignedBuffer Run { get; } = new();
    }

    /// <summary>The arguments of <see cref="BinSums"/>, for all threads.</summary>
    private readonly record struct Binning(
        ReadOnlyMemory<double> Rows, ReadOnlyMemory<int> Points, ReadOnlyMemory<double> Weights, int Bins, int Functions,
            AlignedBuffer Sums);
}
