using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Polylog.Networks.Tests;

/// <summary>Files as numpy writes them, byte by byte.</summary>
internal static class NumpyFiles
{
    /// <summary>A file as numpy.save writes it.</summary>
    public static byte[] Array(string type, string shape, byte[] numbers)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        var start = new byte[10];
        "?NUMPY"u8.CopyTo(start);
        start[0] = 0x93;
        start[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(start.AsSpan(8), (ushort)header.Length);
        return [.. start, .. header, .. numbers];
    }

    /// <summary>An array of 64-bit numbers.</summary>
    public static byte[] Floats(string shape, params double[] values) =>
        Array("<f8", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>A file as numpy.savez writes it, or numpy.savez_compressed.</summary>
    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }
        return stream.ToArray();
    }
}
