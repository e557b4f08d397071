using System.Runtime.InteropServices;

namespace Polylog.Experiments;

/// <summary>
/// Numbers of samples, column by column: the first number of all samples, then the second, and so on. Inputs, targets, outputs and their
/// gradients are stored like this, so that a vector holds neighbouring samples. It is reused from batch to batch without allocation.
/// </summary>
public sealed class SampleColumns
{
    /// <summary>The length of a column in memory is a multiple of this; networks process this many samples at once.</summary>
    internal const int Group = 64;

    private readonly AlignedBuffer _buffer = new();

    /// <summary>Makes columns of zeros.</summary>
    /// <param name="columns">Numbers of a sample, at least 1.</param>
    /// <param name="count">Samples, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is smaller.</exception>
    public SampleColumns(int columns, int count = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Columns = columns;
        Resize(count);
    }

    /// <summary>Numbers of a sample.</summary>
    public int Columns { get; }

    /// <summary>Samples.</summary>
    public int Count { get; private set; }

    /// <summary>Distance in memory between columns.</summary>
    internal int Stride { get; private set; }

    /// <summary>All numbers, <see cref="Columns"/> x <see cref="Stride"/>; behind the last sample of a column they are undefined.</summary>
    internal Span<float> All => MemoryMarshal.Cast<double, float>(_buffer.Take(Columns * Stride / 2));

    /// <summary>One number of all samples.</summary>
    /// <param name="column">0 .. <see cref="Columns"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public Span<float> Column(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
        return All.Slice(column * Stride, Count);
    }

    /// <summary>Changes the number of samples; the contents are undefined afterwards.</summary>
    /// <param name="count">Samples, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void Resize(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == Count)
            return;
        Count = count;
        Stride = checked(count + (Group - 1)) / Group * Group;
        All.Clear();
    }

    /// <summary>Copies some samples.</summary>
    /// <param name="from">As many columns as here.</param>
    /// <param name="chosen">Samples of <paramref name="from"/>, one for each sample here.</param>
    internal void Gather(SampleColumns from, ReadOnlySpan<int> chosen)
    {
        for (int column = 0; column < Columns; column++)
        {
            ReadOnlySpan<float> source = from.Column(column);
            Span<float> target = Column(column);
            for (int i = 0; i < target.Length; i++)
                target[i] = source[chosen[i]];
        }
    }
}
