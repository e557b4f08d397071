using System.Text;

namespace Polylog.Tables;

/// <summary>How the letters of a text file that is not UTF-8 are written.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Encoding">Decodes it; throws on bytes that it cannot have.</param>
internal sealed record TextEncoding(string Name, Encoding Encoding)
{
    private const int Examined = 4096;

    /// <summary>What Windows calls Western European: Latin-1 with letters in the place of control characters.</summary>
    public static TextEncoding Latin { get; } =
        new("Latin-1 (Windows-1252)", CodePagesEncodingProvider.Instance.GetEncoding(1252)!);

    /// <summary>The encoding with two or four bytes a letter that a file's first bytes show; null where they show none.</summary>
    public static TextEncoding? Wide(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith<byte>([0xFF, 0xFE, 0, 0]))
            return new("UTF-32", new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true));
        if (head.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
            return new("UTF-32", new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true));
        if (head.StartsWith<byte>([0xFF, 0xFE]) || HasZeros(head, 1))
            return new("UTF-16", new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true));
        if (head.StartsWith<byte>([0xFE, 0xFF]) || HasZeros(head, 0))
            return new("UTF-16", new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true));
        return null;
    }

    /// <summary>Whether text that is not UTF-8 throughout has more letters of UTF-8 than bytes that are none: then it is damaged.</summary>
    /// <param name="bytes">The file's bytes, decompressed.</param>
    public static bool IsDamagedUtf8(Stream bytes)
    {
        byte[] buffer = new byte[1 << 18];
        long letters = 0, others = 0;
        for (int read = bytes.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false); read > 0;
            read = bytes.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))
        {
            for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, read); !rest.IsEmpty;)
            {
                bool isLetter = Rune.DecodeFromUtf8(rest, out _, out int length) is System.Buffers.OperationStatus.Done;
                letters += isLetter && length > 1 ? 1 : 0;
                others += isLetter ? 0 : 1;
                rest = rest[length..];
            }
        }
        return letters > others;
    }

    // Letters of most tables are ASCII: every second byte is zero then, and no other.
    private static bool HasZeros(ReadOnlySpan<byte> head, int parity)
    {
        ReadOnlySpan<byte> bytes = head[..(Math.Min(head.Length, Examined) & ~1)];
        int zeros = 0, others = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0)
                continue;
            if (i % 2 == parity)
                zeros++;
            else
                others++;
        }
        return bytes.Length >= 4 && others == 0 && zeros * 4 >= bytes.Length;
    }
}
