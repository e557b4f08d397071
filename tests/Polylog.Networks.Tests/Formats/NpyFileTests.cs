using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Polylog.Networks.Tests;

/// <summary>Calibration data as numpy writes them, and what cannot be.</summary>
public sealed class NpyFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Arrays_are_read_as_numpy_writes_them()
    {
        CalibrationData data = CalibrationData.ReadNpy(Npy("<f8", "(2, 3)", 1, 2, 3, 4, 5, 6), 10);
        Assert.Equal([3L], data.Shape);
        Assert.Equal(2, data.Count);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], data.Values.ToArray().Order());
    }

    [Theory]
    [InlineData(1e300, "is 1E+300; calibration data must fit float32, scale them as the model was trained on")]
    [InlineData(double.NaN, "is NaN; calibration data must be finite")]
    public void Numbers_that_cannot_be_inputs_are_refused(double number, string message) => Assert.EndsWith(
        message, Assert.Throws<ModelFileException>(
            () => CalibrationData.ReadNpy(Npy("<f8", "(1, 2)", 1, number), 10)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(16_777_217, "is 16777217; whole numbers must fit float32 exactly, up to 16777216")]
    [InlineData(16_777_216, null)]
    public void Whole_numbers_are_read_exactly(long number, string? message)
    {
        string path = Npy("<i8", "(1, 2)", Unsafe.BitCast<long, double>(number), Unsafe.BitCast<long, double>(-5));
        if (message is null)
            Assert.Equal([number, -5], CalibrationData.ReadNpy(path, 10).Values.ToArray());
        else
        {
            Assert.EndsWith(
                message, Assert.Throws<ModelFileException>(() => CalibrationData.ReadNpy(path, 10)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The bytes are those that numpy writes for the numbers.</summary>
    [Theory]
    [InlineData("|b1", "00 01 01 00", new float[] { 0, 1, 1, 0 })]
    [InlineData("|i1", "FE 7F 80 00", new float[] { -2, 127, -128, 0 })]
    [InlineData("|u1", "FE 7F 80 00", new float[] { 254, 127, 128, 0 })]
    [InlineData("<i2", "FEFF 0080 FF7F 0100", new float[] { -2, -32768, 32767, 1 })]
    [InlineData("<u2", "FEFF 0080 FF7F 0100", new float[] { 65534, 32768, 32767, 1 })]
    [InlineData("<f2", "003C 00C0 FF7B 0100", new float[] { 1, -2, 65504, 5.9604645e-8f })]
    [InlineData("<i4", "FEFFFFFF 00000001 01000000 00000000", new float[] { -2, 16777216, 1, 0 })]
    [InlineData("<u4", "02000000 00000001 01000000 00000000", new float[] { 2, 16777216, 1, 0 })]
    [InlineData("<u8", "0200000000000000 0000000100000000", new float[] { 2, 16777216 })]
    public void All_types_are_read(string type, string bytes, float[] values)
    {
        string path = _folder.File("x.npy");
        byte[] numbers = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
        File.WriteAllBytes(path, NumpyFiles.Array(type, $"(1, {values.Length})", numbers));
        Assert.Equal(values, CalibrationData.ReadNpy(path).Values.ToArray());
    }

    [Theory]
    [InlineData(16_777_218, "16777218")]
    [InlineData(-16_777_218, "-16777218")]
    [InlineData(1L << 62, "4.611686018427388E+18")]
    [InlineData((1L << 62) + 1, "4.611686018427388E+18")]
    public void Whole_numbers_that_may_have_been_rounded_are_refused(long number, string shown) => Assert.Equal(
        $"'{_folder.File("x.npy")}': number 1 of row 0 is {shown}; whole numbers must fit float32 exactly, up to 16777216",
        Assert.Throws<ModelFileException>(
            () => CalibrationData.ReadNpy(Npy("<i8", "(1, 2)", 0, Unsafe.BitCast<long, double>(number)))).Message);

    [Theory]
    [InlineData(
        "<c8", "(2, 3)", "its numbers are of type '<c8'; save them as little-endian floats or integers, such as with x.astype('<f4') or "
        + "x.astype('<i8')")]
    [InlineData(
        ">f8", "(2, 3)", "its numbers are of type '>f8'; save them as little-endian floats or integers, such as with x.astype('<f4') or "
        + "x.astype('<i8')")]
    [InlineData("<f8", "(6,)", "it has shape (6,); one input a row is needed, at least one row and two dimensions")]
    [InlineData("<f8", "(0, 3)", "it has shape (0, 3); one input a row is needed, at least one row and two dimensions")]
    [InlineData("<f8", "(4, 3)", "it says its shape is [4, 3], but only 48 bytes follow; it is cut off, save it again with numpy.save")]
    [InlineData(
        "<f8", "(9000000000000000000, 9000000000000000000)",
        "it says its shape is (9000000000000000000, 9000000000000000000), more numbers than can be; it is damaged, save it again "
        + "with numpy.save")]
    public void Arrays_that_cannot_be_inputs_are_refused(string type, string shape, string message)
    {
        string path = Npy(type, shape, 1, 2, 3, 4, 5, 6);
        Assert.Equal($"'{path}': {message}", Assert.Throws<ModelFileException>(() => CalibrationData.ReadNpy(path, 10)).Message);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>An array of 20 rows of 8 zeros, each of 4 or 8 bytes.</summary>
    public static byte[] SampleBytes(string type) => NumpyFiles.Array(type, "(20, 8)", new byte[160 * (type[2] - '0')]);

    private string Npy(string type, string shape, params double[] values)
    {
        var bytes = new byte[8 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        File.WriteAllBytes(_folder.File("x.npy"), NumpyFiles.Array(type, shape, bytes));
        return _folder.File("x.npy");
    }
}
