namespace Polylog.Tables;

/// <summary>Copies text so that each line outside quoted cells ends in a line feed; the engine reads one kind of line end only.</summary>
internal static class EvenLineEnds
{
    private const int BufferSize = 1 << 18;
    private const byte Feed = (byte)'\n';

    public static void Copy(Stream from, Stream to, CancellationToken cancellation)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        var scanner = new LineScanner();
        int returns = 0;
        for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, read);
            int done = 0;
            for (int end = scanner.Next(bytes, 0); end >= 0; end = scanner.Next(bytes, end + 1))
            {
                Write(bytes[done..end]);
                done = end + 1;
                if (bytes[end] != Feed)
                {
                    returns++;
                    continue;
                }
                // However many returns there are before a line feed, they are one line end.
                returns = 0;
                to.WriteByte(Feed);
            }
            Write(bytes[done..]);
        }
        for (; returns > 0; returns--)
            to.WriteByte(Feed);

        void Write(ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty)
                return;
            for (; returns > 0; returns--)
                to.WriteByte(Feed);
            to.Write(text);
        }
    }
}
