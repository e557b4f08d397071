using System.IO.Compression;

namespace Polylog.Tables;

/// <summary>Decompresses gzip, and fails where the data are cut off: the platform's stream then just ends.</summary>
/// <remarks>
/// A gzip file may have several members one after another. One more is added here. It is read only where all before it are whole, so the
/// text ends with its content or the file is cut off.
/// </remarks>
internal sealed class WholeGzip : ForwardStream
{
    private static readonly byte[] s_end = "\0polylog: the end\0"u8.ToArray();
    private static readonly byte[] s_member = Compressed(s_end);

    private readonly GZipStream _text;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(1 << 16);
    private int _start;
    private int _length;
    private bool _isOver;

    public WholeGzip(Stream file) => _text = new GZipStream(new Continued(file), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        while (!_isOver && _length <= s_end.Length)
            Fill();
        // The end is held back until it is known to be no text.
        int given = Math.Min(buffer.Length, _length - s_end.Length);
        if (given <= 0)
            return 0;
        _buffer.AsSpan(_start, given).CopyTo(buffer);
        _start += given;
        _length -= given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _length).CopyTo(_buffer);
        _start = 0;
        int read = _text.Read(_buffer, _length, _buffer.Length - _length);
        _length += read;
        _isOver = read == 0;
        if (_isOver && !_buffer.AsSpan(0, _length).SequenceEqual(s_end))
            throw new InvalidDataException("The gzip data end too early.");
    }

    private static byte[] Compressed(byte[] text)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
            gzip.Write(text);
        return member.ToArray();
    }

    /// <summary>A file and the member after it.</summary>
    private sealed class Continued(Stream file) : ForwardStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer);
            if (read > 0)
                return read;
            int given = Math.Min(buffer.Length, s_member.Length - _given);
            s_member.AsSpan(_given, given).CopyTo(buffer);
            _given += given;
            return given;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
