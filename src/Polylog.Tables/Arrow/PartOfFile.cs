namespace Polylog.Tables;

/// <summary>Some of the bytes of a file, from where it stands.</summary>
internal sealed class PartOfFile(FileStream file, long length) : ForwardStream
{
    private long _left = length;

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }
}
