using System.Buffers.Binary;

namespace Polylog.Tables;

/// <summary>Bytes that a Parquet file carries between its rows and its footer, where readers do not look.</summary>
/// <remarks>
/// A reader finds the footer from the end of the file and the rows from its start, so that what stands between is nobody's. Layout, little-
/// endian: rows, the bytes, their number (8 bytes), <see cref="Magic"/>, the footer, its length (4 bytes), PAR1.
/// </remarks>
public static class ParquetAppendix
{
    private const int TailLength = 8;

    private const int HeadLength = 16;

    private static ReadOnlySpan<byte> Magic => "POLYLOG\n"u8;

    /// <summary>Opens a Parquet file at the first of the bytes it carries; null where it carries none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Stream? Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        FileStream file = File.OpenRead(path);
        if (Start(file) is { } start)
        {
            file.Position = start;
            return file;
        }
        file.Dispose();
        return null;
    }

    /// <summary>Puts bytes into a Parquet file that carries none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the bytes.</param>
    internal static void Insert(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        long footer = Footer(file) ?? throw new InvalidDataException($"'{path}' is no Parquet file.");
        byte[] tail = new byte[file.Length - footer];
        file.Position = footer;
        file.ReadExactly(tail);
        file.Position = footer;
        write(file);
        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteInt64LittleEndian(head, file.Position - footer);
        Magic.CopyTo(head[sizeof(long)..]);
        file.Write(head);
        file.Write(tail);
    }

    private static long? Start(FileStream file)
    {
        if (Footer(file) is not { } footer || footer < HeadLength)
            return null;
        Span<byte> head = stackalloc byte[HeadLength];
        file.Position = footer - HeadLength;
        file.ReadExactly(head);
        long length = BinaryPrimitives.ReadInt64LittleEndian(head);
        return head[sizeof(long)..].SequenceEqual(Magic) && length >= 0 && length <= footer - HeadLength
            ? footer - HeadLength - length : null;
    }

    private static long? Footer(FileStream file)
    {
        if (file.Length < TailLength)
            return null;
        Span<byte> tail = stackalloc byte[TailLength];
        file.Position = file.Length - TailLength;
        file.ReadExactly(tail);
        long footer = file.Length - TailLength - BinaryPrimitives.ReadUInt32LittleEndian(tail);
        return tail[sizeof(int)..].SequenceEqual("PAR1"u8) && footer > 0 ? footer : null;
    }
}
