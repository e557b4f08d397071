namespace Polylog.Tables;

/// <summary>Tells formats by the first bytes of a file.</summary>
internal static class Signature
{
    private const string Gzip = ".gz";
    private const string Zstandard = ".zst";
    private const string Parquet = ".parquet";
    private const string Npy = ".npy";
    private const string ArrowStream = ".arrows";
    private const string ArrowFile = ".arrow";
    private const string Json = ".json";
    private const string Text = ".txt";

    /// <summary>Refuses text files whose first bytes are those of another format than their ending says.</summary>
    public static void Check(string path, string place)
    {
        string ending = Path.GetExtension(path);
        ReadOnlySpan<byte> head = Head(path);
        string name = Path.GetFileNameWithoutExtension(place);
        if (TableFormats.WithoutCompression(path) != path && !Same(Packed(head) ?? "", ending))
            throw TableErrors.NotCompressed(place, ending[1..].ToLowerInvariant(), name);
        (string? what, string wayOut) = Packed(head) is { } packed && !Same(packed, ending)
            ? ($"{packed[1..]} data", $"rename it to '{place}{packed}'")
            : Binary(head) is { } binary ? (Name(binary), $"rename it to '{name}{binary}'")
            : head.StartsWith<byte>([(byte)'P', (byte)'K', 3, 4]) ? ("a zip archive or an Excel workbook", "save its sheet as CSV")
            : head.StartsWith("SQLite format 3"u8) ? ("an SQLite database", "export its table as CSV")
            : (null, "");
        if (what is not null)
            throw TableErrors.OtherFormat(place, what, wayOut);
    }

    /// <summary>Whether a file is of a binary format: then it is no text to look at.</summary>
    public static bool IsBinary(string path)
    {
        ReadOnlySpan<byte> head = Head(path);
        bool isPacked = TableFormats.WithoutCompression(path) != path;
        return Binary(head) is not null || (!isPacked && head.Contains((byte)0)) || (Packed(head) is null) == isPacked;
    }

    /// <summary>Whether a text file is JSON by its ending, or by its first letter where that says nothing.</summary>
    public static bool IsJson(string path) =>
        TableFormats.OfInput(path) is { } format && format is not TableFormat.Text ? format.IsJson() : Start(path) == Json;

    /// <summary>The ending that a file without one should have.</summary>
    public static string Ending(string path)
    {
        if (Packed(Head(path)) is not { } packed)
            return Binary(Head(path)) ?? TextEnding(Head(path));
        string named = path + packed;
        File.Move(path, named);
        try
        {
            return Start(named) + packed;
        }
        finally
        {
            File.Move(named, path);
        }
    }

    private static string Start(string path)
    {
        byte[] start = new byte[256];
        try
        {
            using Stream bytes = InputBytes.Open(path);
            int length = bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return TextEnding(start.AsSpan(0, length));
        }
        catch (Exception exception) when (InputBytes.IsFailure(exception))
        {
            // Reading all of it says what is wrong.
            return Text;
        }
    }

    private static string Name(string ending) => ending switch
    {
        Npy => "a NumPy array",
        Parquet => "Parquet",
        ArrowFile => "an Arrow file",
        _ => "an Arrow stream",
    };

    private static string? Packed(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0x1F, 0x8B]) ? Gzip : head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) ? Zstandard : null;

    private static string? Binary(ReadOnlySpan<byte> head) =>
        head.StartsWith("PAR1"u8) ? Parquet
        : head.Length > 6 && head[0] == 0x93 && head[1..].StartsWith("NUMPY"u8) ? Npy
        : head.StartsWith(ArrowFrames.FileMark) ? ArrowFile
        : ArrowFrames.IsStream(head) ? ArrowStream
        : null;

    // The two bytes a letter of UTF-16 do not hide the first bracket.
    private static string TextEnding(ReadOnlySpan<byte> head)
    {
        foreach (byte one in head)
        {
            if (one is (byte)'[' or (byte)'{')
                return Json;
            if (one is not (0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF or 0xFF or 0xFE))
                return Text;
        }
        return Text;
    }

    private static byte[] Head(string path)
    {
        byte[] head = new byte[256];
        using FileStream file = File.OpenRead(path);
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
