using System.Runtime.InteropServices;

namespace Polylog;

/// <summary>
/// A growing buffer of doubles whose first element lies on a 64-byte boundary, so that a 512-bit load never crosses a
/// cache line when rows are padded to <see cref="Kernels.Lanes"/>. Kept and reused by a worker: no allocation per leaf.
/// </summary>
internal sealed class AlignedBuffer
{
    private const int Alignment = 64;
    private double[] _array = [];
    private int _offset;
    private int _capacity;

    /// <summary>The first <paramref name="length"/> doubles; contents are whatever was there, or zero when it had to grow.</summary>
    public Span<double> Take(int length)
    {
        if (length > _capacity)
        {
            _capacity = Kernels.Pad(Math.Max(length, (int)Math.Min((long)_capacity * 3 / 2, Array.MaxLength - Alignment)));
            // On the pinned heap, because the alignment of an array that moves would be lost.
            _array = GC.AllocateArray<double>(_capacity + Alignment / sizeof(double), pinned: true);
            long address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0).ToInt64();
            _offset = (int)((Alignment - address % Alignment) % Alignment / sizeof(double));
        }
        return _array.AsSpan(_offset, length);
    }
}
