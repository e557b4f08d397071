using System.Collections.Concurrent;

namespace Polylog;

/// <summary>
/// Back substitution: writes every column right of a unit upper triangle as a combination of the columns of the triangle.
/// </summary>
/// <remarks>
/// Tiles of columns do not depend on each other; several threads share them. In a tile the work is done by halves, which makes matrix
/// products of it.
/// </remarks>
internal sealed class BackSubstitution
{
    private readonly Workers _workers;
    private readonly Action<int> _substituteTile;
    private readonly ConcurrentBag<AlignedBuffer> _tiles = [];
    private AlignedBuffer? _upper;
    private int _rank;
    private int _stride;

    public BackSubstitution(Workers workers)
    {
        _workers = workers;
        _substituteTile = SubstituteTile;
    }

    private int FirstColumn => _rank & ~(Kernels.Lanes - 1);

    /// <summary>Solves.</summary>
    /// <param name="upper">IN/OUT, the rows; their columns from <paramref name="rank"/> on change.</param>
    /// <param name="rank">How many rows; the pivot of row s is in column s.</param>
    /// <param name="stride">Row length, a multiple of <see cref="Kernels.Lanes"/>.</param>
    public void Run(AlignedBuffer upper, int rank, int stride)
    {
        _upper = upper;
        _rank = rank;
        _stride = stride;
        int columns = stride - FirstColumn;
        int tiles = (columns + BlockProduct.TileColumns - 1) / BlockProduct.TileColumns;
        _workers.Run(tiles, (long)rank * rank / 2 * columns, _substituteTile);
    }

    private void SubstituteTile(int tile)
    {
        // On a copy: rounding the columns down touches the last few basic ones, whose entries all tiles need; and its rows lie side by
        // side.
        if (!_tiles.TryTake(out AlignedBuffer? buffer))
            buffer = new AlignedBuffer();
        Span<double> upper = _upper!.Take(_rank * _stride);
        int from = FirstColumn + tile * BlockProduct.TileColumns;
        int width = Math.Min(BlockProduct.TileColumns, _stride - from);
        Span<double> values = buffer.Take(_rank * width);
        for (int s = 0; s < _rank; s++)
            upper.Slice(s * _stride + from, width).CopyTo(values[(s * width)..]);
        Substitute(upper, values, width, 0, _rank);
        int basic = Math.Max(0, _rank - from);
        for (int s = 0; s < _rank; s++)
            values.Slice(s * width + basic, width - basic).CopyTo(upper[(s * _stride + from + basic)..]);
        _tiles.Add(buffer);
    }

    /// <summary>Back substitution among some rows: the lower half, then its share of the upper one, then the upper one.</summary>
    private void Substitute(ReadOnlySpan<double> upper, Span<double> values, int width, int row, int rows)
    {
        if (rows <= 4)
        {
            for (int target = row + rows - 2; target >= row; target--)
            {
                for (int s = target + 1; s < row + rows; s++)
                    Kernels.SubtractScaled(
                        values.Slice(target * width, width), upper[target * _stride + s], values.Slice(s * width, width));
            }
            return;
        }
        _workers.Cancellation.ThrowIfCancellationRequested();
        int half = (rows / 2 + 3) & ~3; // whole fours, which are worked on together
        int middle = row + half;
        Substitute(upper, values, width, middle, rows - half);
        BlockProduct.Subtract(
            values[(row * width)..], width, half, upper[(row * _stride + middle)..], _stride, values[(middle * width)..], width,
                rows - half, width);
        Substitute(upper, values, width, row, half);
    }
}
