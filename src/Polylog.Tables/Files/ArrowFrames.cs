using System.Buffers.Binary;

namespace Polylog.Tables;

/// <summary>
/// The messages of Arrow data: a stream of them, or a file, which has marks at both ends and an index of the messages. Only their sizes
/// are looked at, so that a stream that is cut off is told before any of it is read.
/// </summary>
/// <param name="IsFile">Whether it is a file.</param>
/// <param name="Length">Bytes of all messages of a stream, without the mark at their end.</param>
internal readonly record struct ArrowFrames(bool IsFile, long Length)
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
        byte[] head = new byte[8];
        int first = file.ReadAtLeast(head, 8, throwOnEndOfStream: false);
        if (head.AsSpan().StartsWith(FileMark))
            return EndsAsFile(file) ? new ArrowFrames(true, file.Length) : throw TableErrors.ArrowCutOff(place, null, isMarkMissing: false);
        if (first < 8 || !IsStream(head))
            throw TableErrors.NotArrow(place);
        long at = 0, rows = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Position = at;
            if (file.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
                throw TableErrors.ArrowCutOff(place, rows, isMarkMissing: at == file.Length);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
            if (Number(head) == uint.MaxValue && length == 0)
                break;
            if (Number(head) != uint.MaxValue || length is <= 0 or > LongestHead)
                throw TableErrors.ArrowDamaged(place, rows);
            if (length > file.Length - at - 8)
                throw TableErrors.ArrowCutOff(place, rows, isMarkMissing: false);
            byte[] message = new byte[length];
            file.ReadExactly(message);
            (int kind, long body, long batch) = Read(message, place, rows);
            if ((at == 0) != (kind == SchemaKind) || body < 0)
                throw TableErrors.ArrowDamaged(place, rows);
            if (body > int.MaxValue)
                throw TableErrors.ArrowLargeBatch(place, rows);
            if (body > file.Length - at - 8 - length)
                throw TableErrors.ArrowCutOff(place, rows, isMarkMissing: false);
            rows += kind == BatchKind ? batch : 0;
            at += 8 + length + body;
        }
        return new ArrowFrames(false, at);
    }

    private static bool EndsAsFile(FileStream file)
    {
        Span<byte> mark = stackalloc byte[FileMark.Length];
        if (file.Length < 2 * (8 + mark.Length))
            return false;
        file.Seek(-mark.Length, SeekOrigin.End);
        file.ReadExactly(mark);
        return mark.SequenceEqual(FileMark);
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
