using System.Buffers.Binary;

namespace Polylog.Tables;

/// <summary>
/// The messages of an Arrow IPC stream, and of a file, which is a stream between two marks. Only their sizes are looked at, so that a
/// stream that is cut off is told before any of it is read.
/// </summary>
/// <param name="Start">Where the first message begins.</param>
/// <param name="Length">Bytes of all messages, without the mark at their end.</param>
/// <param name="Rows">Rows of all batches.</param>
internal readonly record struct ArrowFrames(long Start, long Length, long Rows)
{
    private const int SchemaKind = 1, BatchKind = 3;
    private const int LongestHead = 1 << 28;

    /// <summary>What a file of the IPC format begins and ends with.</summary>
    public static ReadOnlySpan<byte> FileMark => "ARROW1"u8;

    /// <summary>Whether bytes are the first of a stream: a mark, a length, and then a message.</summary>
    public static bool IsStream(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && Number(head) == uint.MaxValue && BinaryPrimitives.ReadInt32LittleEndian(head[4..]) is > 0 and < LongestHead;

    /// <summary>Finds the messages, and refuses what is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">What messages call it.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static ArrowFrames Find(string path, string place, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 12);
        long start = StartOf(file, place), at = start, rows = 0;
        bool isFile = start > 0;
        byte[] head = new byte[8];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Position = at;
            if (file.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
                throw TableErrors.ArrowCutOff(place, rows, isMarkMissing: at == file.Length);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
            // A file's messages can end without a mark, with the index of the file.
            if ((Number(head) == uint.MaxValue && length == 0) || (isFile && at > start && Number(head) != uint.MaxValue))
                break;
            if (Number(head) != uint.MaxValue || length is <= 0 or > LongestHead)
                throw TableErrors.ArrowDamaged(place, rows);
            if (length > file.Length - at - 8)
                throw TableErrors.ArrowCutOff(place, rows, isMarkMissing: false);
            byte[] message = new byte[length];
            file.ReadExactly(message);
            (int kind, long body, long batch) = Read(message, place, rows);
            if ((at == start) != (kind == SchemaKind))
                throw TableErrors.ArrowDamaged(place, rows);
            if (body < 0)
                throw TableErrors.ArrowDamaged(place, rows);
            if (body > int.MaxValue)
                throw TableErrors.ArrowLargeBatch(place, rows);
            if (body > file.Length - at - 8 - length)
                throw TableErrors.ArrowCutOff(place, rows, isMarkMissing: false);
            rows += kind == BatchKind ? batch : 0;
            at += 8 + length + body;
        }
        return at == start ? throw TableErrors.ArrowDamaged(place, rows) : new ArrowFrames(start, at - start, rows);
    }

    private static long StartOf(FileStream file, string place)
    {
        Span<byte> mark = stackalloc byte[6];
        if (file.ReadAtLeast(mark, 6, throwOnEndOfStream: false) < 6 || !mark.SequenceEqual(FileMark))
            return 0;
        file.Seek(-6, SeekOrigin.End);
        return file.ReadAtLeast(mark, 6, throwOnEndOfStream: false) == 6 && mark.SequenceEqual(FileMark) && file.Length > 16
            ? 8 : throw TableErrors.ArrowCutOff(place, null, isMarkMissing: false);
    }

    // A message is a table of FlatBuffers: the kind and the place of its header, and the length of the body that follows.
    private static (int Kind, long Body, long Rows) Read(ReadOnlySpan<byte> message, string place, long rows)
    {
        try
        {
            int table = checked((int)Number(message));
            int kind = Field(message, table, 1) is > 0 and var kindAt ? message[kindAt] : 0;
            long body = Field(message, table, 3) is > 0 and var bodyAt ? BinaryPrimitives.ReadInt64LittleEndian(message[bodyAt..]) : 0;
            int header = Field(message, table, 2);
            if (kind != BatchKind || header == 0)
                return (kind, body, 0);
            int batch = checked(header + (int)Number(message[header..]));
            long count = Field(message, batch, 0) is > 0 and var countAt ? BinaryPrimitives.ReadInt64LittleEndian(message[countAt..]) : 0;
            return count is >= 0 and <= int.MaxValue ? (kind, body, count) : throw TableErrors.ArrowDamaged(place, rows);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw TableErrors.ArrowDamaged(place, rows, exception);
        }
    }

    // The place of a table's field; 0 where the table leaves it out.
    private static int Field(ReadOnlySpan<byte> message, int table, int number)
    {
        int fields = checked(table - BinaryPrimitives.ReadInt32LittleEndian(message[table..]));
        int entry = 4 + (2 * number);
        if (entry >= BinaryPrimitives.ReadUInt16LittleEndian(message[fields..]))
            return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(message[(fields + entry)..]);
        return offset == 0 ? 0 : table + offset;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
