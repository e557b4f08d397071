using System.Runtime.CompilerServices;
using ZstdSharp;

namespace Polylog.Tables;

/// <summary>Opens a text file's bytes, decompressed where its name ends in .gz or .zst.</summary>
internal static class InputBytes
{
    private const string Gzip = "gzip";
    private const string Zstandard = "zstd";

    public static Stream Open(string path)
    {
        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Compression(path) switch
        {
            Gzip => new WholeGzip(file),
            Zstandard => Decompressed(file),
            _ => file,
        };
    }

    // On its own, so that the library is loaded for such files only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DecompressionStream Decompressed(FileStream file) => new(file, leaveOpen: false);

    /// <summary>The error of a failed read: compressed data that end too early or are damaged, or a file that cannot be read.</summary>
    public static TableException Failure(string path, string place, Exception cause) => Compression(path) is { } kind
        ? TableErrors.CutOff(place, $"its {kind} data are not whole", cause)
        : TableErrors.NotReadable(place, cause);

    /// <summary>Whether an exception is one that reading compressed or plain bytes can throw.</summary>
    public static bool IsFailure(Exception exception) =>
        exception is IOException or InvalidDataException or ZstdException or UnauthorizedAccessException;

    private static string? Compression(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GZ" => Gzip,
        ".ZST" => Zstandard,
        _ => null,
    };
}
