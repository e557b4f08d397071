using System.Buffers;

namespace Polylog.Native;

/// <summary>An array of the caller's as memory of the library, without a copy. Valid while the call runs.</summary>
/// <param name="pointer">The first element.</param>
/// <param name="length">How many.</param>
internal sealed unsafe class PointerMemory<T>(T* pointer, int length) : MemoryManager<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public override Span<T> GetSpan() => new(pointer, length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(pointer + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The caller's memory does not move.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // It belongs to the caller.
    }
}
