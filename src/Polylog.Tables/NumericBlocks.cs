using System.Runtime.InteropServices;

namespace Polylog.Tables;

/// <summary>
/// Collects rows whose number is not known yet. Its blocks lie outside the managed heap, so that each is freed as soon as it is copied: the
/// rows are never in memory twice.
/// </summary>
internal sealed unsafe class NumericBlocks(int width) : IDisposable
{
    private const int BlockValues = 1 << 18;

    private readonly Queue<Block> _blocks = [];
    private Block? _current;

    public long Rows { get; private set; }

    /// <summary>Room for some rows after those kept so far; <see cref="Keep"/> says how many of them are kept.</summary>
    public Span<double> Room(int rows)
    {
        if (_current is null || _current.Rows + rows > _current.Capacity)
        {
            _current = new Block(Math.Max(rows, BlockValues / width), width);
            _blocks.Enqueue(_current);
        }
        return new(_current.Data + ((long)_current.Rows * width), rows * width);
    }

    public void Keep(int rows)
    {
        _current!.Rows += rows;
        Rows += rows;
    }

    /// <summary>Moves all rows, in order, to <paramref name="take"/>, and frees them.</summary>
    public void Drain(Action<ReadOnlyMemoryOf> take)
    {
        while (_blocks.TryDequeue(out Block? block))
        {
            take(new(block.Data, block.Rows * width));
            block.Free();
        }
        _current = null;
    }

    public void Dispose()
    {
        while (_blocks.TryDequeue(out Block? block))
            block.Free();
    }

    /// <summary>A stretch of whole rows.</summary>
    public readonly struct ReadOnlyMemoryOf(double* data, int length)
    {
        public ReadOnlySpan<double> Span => new(data, length);
    }

    private sealed class Block(int capacity, int width)
    {
        public int Capacity { get; } = capacity;

        public int Rows { get; set; }

        public double* Data { get; } = (double*)NativeMemory.Alloc((nuint)capacity * (nuint)width, sizeof(double));

        public void Free() => NativeMemory.Free(Data);
    }
}
