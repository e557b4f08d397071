namespace Polylog.Networks;

/// <summary>Reads a stream and works out the checksum of zip files (CRC-32), which the platform does not compare.</summary>
internal sealed class SummedStream(Stream source) : Stream
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(index => Shifted((uint)index, 8))];

    private uint _sum = uint.MaxValue;
    private long _position;

    /// <summary>The checksum of what has been read.</summary>
    public uint Sum => ~_sum;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    /// <summary>Bytes read so far.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(buffer);
        foreach (byte one in buffer[..read])
            _sum = s_table[(byte)(_sum ^ one)] ^ (_sum >> 8);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads on to a place.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public void ReadTo(long position, Span<byte> block, CancellationToken cancellation)
    {
        while (_position < position)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadExactly(block[..(int)Math.Min(block.Length, position - _position)]);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private static uint Shifted(uint value, int bits) =>
        bits == 0 ? value : Shifted((value >> 1) ^ ((value & 1) * Polynomial), bits - 1);
}
