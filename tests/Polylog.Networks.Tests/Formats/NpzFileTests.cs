using System.Buffers.Binary;
using System.IO.Compression;

namespace Polylog.Networks.Tests;

/// <summary>Arrays with names as numpy writes them, and what cannot be.</summary>
public sealed class NpzFileTests : IDisposable
{
    private const CompressionLevel Plain = CompressionLevel.NoCompression;

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void The_same_rows_are_taken_of_all_arrays(CompressionLevel level)
    {
        const int Rows = 20_500;
        double[] few = [.. Enumerable.Range(0, Rows)], many = [.. few.SelectMany(row => (double[])[row, row + 0.5, -row])];
        byte[] one = NumpyFiles.Floats($"({Rows},)", few), three = NumpyFiles.Floats($"({Rows}, 3, 1)", many);
        CalibrationData data = CalibrationData.ReadNpz(Npz(level, ("few", one), ("many.values", three)), widestLayer: 10);
        CalibrationData other = Assert.Single(data.Others);
        Assert.Equal(("few", "many.values"), (data.Input, other.Input));
        Assert.Equal((0, 20_000, Rows), (data.Shape.Count, data.Count, data.Total));
        Assert.Equal([3L, 1], other.Shape);
        Assert.Equal(data.Values.ToArray().SelectMany(row => (float[])[row, row + 0.5f, -row]), other.Values.ToArray());
        // The rows are spread over the file: the last of them, too.
        Assert.True(data.Values.ToArray().Max() > Rows - 10);
        string path = _folder.File("x.npy");
        File.WriteAllBytes(path, three);
        Assert.Equal(CalibrationData.ReadNpy(path, 10).Values.ToArray(), other.Values.ToArray());
    }

    [Fact]
    public void What_is_no_set_of_arrays_is_refused()
    {
        byte[] two = NumpyFiles.Floats("(2, 1)", 1, 2), three = NumpyFiles.Floats("(3, 1)", 1, 2, 3);
        Refuses(Npz(Plain),
            "'{path}': it has no arrays; save the inputs with numpy.savez, an array for each with its name");
        Refuses(Npz(Plain, ("a", two), ("b", three)),
            "array 'b' of '{path}': it has 3 rows, but array 'a' has 2; all must have the same number of rows, one for each input");
        Refuses(Npz(Plain, ("a", two), ("a", two)),
            "'{path}': it has two arrays called 'a'; names must be unique, save it again with numpy.savez");
        Refuses(Npz(Plain, ("a", NumpyFiles.Floats("()", 1))),
            "array 'a' of '{path}': it has shape (); one input a row is needed, at least one row and one dimension");
        Refuses(Npz(Plain, ("a", NumpyFiles.Floats("(2, 2)", 1, 2, 3))),
            "array 'a' of '{path}': it says its shape is [2, 2], but only 24 bytes follow; it is cut off, save it again with numpy.savez");
        Refuses(Npz(Plain, ("a", NumpyFiles.Floats("(2, 1)", 1, double.NaN))),
            "array 'a' of '{path}': number 0 of row 1 is NaN; calibration data must be finite");
        Refuses(Saved(NumpyFiles.Zip(Plain, ("notes.txt", two))),
            "'{path}': 'notes.txt' in it is no array (.npy); save it again with numpy.savez");
        Refuses(Saved(two), "'{path}': it is no .npz file, or is damaged: End of Central Directory record could not be found; save it "
            + "again with numpy.savez");
    }

    [Fact]
    public void Damaged_numbers_are_noticed()
    {
        byte[] whole = NumpyFiles.Zip(Plain, ("a.npy", NumpyFiles.Floats("(2, 1)", 1, 2)));
        int number = whole.AsSpan().IndexOf(BitConverter.GetBytes(2.0));
        whole[number] ^= 1;
        Assert.Matches("^array 'a' of '.*': its checksum is [0-9a-f]{8} and not [0-9a-f]{8}; it is damaged, save it again ",
            Assert.Throws<ModelFileException>(() => CalibrationData.ReadNpz(Saved(whole))).Message);
    }

    [Fact]
    public void An_array_that_says_it_is_gigantic_takes_no_memory()
    {
        byte[] whole = NumpyFiles.Zip(CompressionLevel.Optimal, ("a.npy", NumpyFiles.Array("<f4", "(1000, 1000)", new byte[1000])));
        // The place of the unpacked size behind the signature of an entry of the directory.
        int entry = whole.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(entry + 24), 4_000_100);
        string path = Saved(whole);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFileException>(() => CalibrationData.ReadNpz(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Matches("^array 'a' of '.*': it says [0-9]+ bytes unpack to 4000100, more than they can; it is damaged, ", message);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Two arrays of 20 rows.</summary>
    public static byte[] SampleBytes(CompressionLevel level) =>
        NumpyFiles.Zip(level, ("x.npy", NpyFileTests.SampleBytes("<f4")), ("t.npy", NpyFileTests.SampleBytes("<i8")));

    private string Npz(CompressionLevel level, params (string Name, byte[] Bytes)[] arrays) =>
        Saved(NumpyFiles.Zip(level, [.. arrays.Select(array => ($"{array.Name}.npy", array.Bytes))]));

    private string Saved(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("x.npz"), bytes);
        return _folder.File("x.npz");
    }

    private static void Refuses(string path, string message) => Assert.Equal(
        message.Replace("{path}", path, StringComparison.Ordinal),
        Assert.Throws<ModelFileException>(() => CalibrationData.ReadNpz(path)).Message);
}
