using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CsCheck;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Arrow data that are cut off or damaged are refused in one line; the engine never reads beyond their buffers.</summary>
public sealed class ArrowDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stream_that_is_cut_off_anywhere_is_refused()
    {
        byte[] whole = ArrowData.Bytes([ArrowData.Batch(10), ArrowData.Batch(10, 10)]);
        for (int length = 8; length < whole.Length; length += length < whole.Length - 16 ? 37 : 1)
        {
            File.WriteAllBytes(_folder["t.arrows"], whole[..length]);
            Says("t.arrows is cut off", () => Open(_folder["t.arrows"]));
        }
        File.WriteAllBytes(_folder["t.arrows"], whole[..^8]);
        Assert.Equal(
            "t.arrows is cut off: the Arrow stream lacks the mark at its end after 20 rows; let its writer close it, or get it again",
            Fails(() => Open(_folder["t.arrows"])));
        File.WriteAllBytes(_folder["t.arrows"], whole[..^20]);
        Assert.Equal("t.arrows is cut off: the Arrow stream ends too early, after 10 rows; get it again",
            Fails(() => Open(_folder["t.arrows"])));
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused()
    {
        byte[] whole = ArrowData.Bytes([ArrowData.Batch(10)], isFile: true);
        foreach (int length in new[] { 8, 20, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(_folder["t.arrow"], whole[..length]);
            Says("t.arrow is cut off: the Arrow file lacks the mark at its end", () => Open(_folder["t.arrow"]));
        }
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, CompressionCodecType.Lz4Frame)]
    [InlineData(false, CompressionCodecType.Zstd)]
    public void Damaged_data_are_a_table_or_are_refused(bool isFile, CompressionCodecType? codec)
    {
        Damage(ArrowData.Bytes([ArrowData.Batch(20), ArrowData.Batch(20, 20)], isFile, codec), isFile ? "t.arrow" : "t.arrows");
    }

    [Fact]
    public void Damaged_nested_data_are_a_table_or_are_refused()
    {
        string input = _folder.Parquet("t.parquet", """
            select i as x, {'a': i, 'b': if(i % 3 = 0, null, ['x' || i])} as st, map {'k' || i: [i]} as m, [[i], null, []] as ll,
                (i / 7)::decimal(12, 2) as c, ('\xAA' || chr(65 + i::integer))::blob as bl, time '12:34:56' as tm, to_days(i::integer) as iv
            from range(20) r(i)
            """);
        using (Table table = Open(input))
            table.WriteRows(_folder["whole.arrows"], Pick([.. Enumerable.Range(0, 20)]), Cancel);
        Damage(File.ReadAllBytes(_folder["whole.arrows"]), "t.arrows");
    }

    [Fact]
    public void Offsets_beyond_the_values_are_refused()
    {
        foreach (int[] offsets in new int[][] { [0, 2, 9], [0, 3, 2], [-1, 1, 2], [0, 2] })
            Refused(new ArrayData(StringType.Default, 2, 0, 0, [ArrowBuffer.Empty, Buffer(offsets), Buffer("abcd"u8)]));
        Refused(new ArrayData(StringType.Default, 1, 0, 0, [ArrowBuffer.Empty, Buffer<int>([0, 1]), Buffer("é"u8)]));
        Refused(new ArrayData(StringType.Default, 2, 0, 0, [ArrowBuffer.Empty, Buffer<int>([0, 1, 2]), Buffer("é"u8)]));
        Refused(new ArrayData(LargeStringType.Default, 1, 0, 0, [ArrowBuffer.Empty, Buffer<long>([0, 1L << 40]), Buffer("abcd"u8)]));
    }

    [Fact]
    public void Short_buffers_are_refused()
    {
        Refused(new ArrayData(DoubleType.Default, 3, 0, 0, [ArrowBuffer.Empty, Buffer<double>([1, 2])]));
        Refused(new ArrayData(Int32Type.Default, 9, 1, 0, [Buffer<byte>([255]), Buffer<int>([1, 2, 3, 4, 5, 6, 7, 8, 9])]));
        Refused(new ArrayData(BooleanType.Default, 9, 0, 0, [ArrowBuffer.Empty, Buffer<byte>([255])]));
    }

    // A view tells its length, its first letters, its buffer and its place there.
    [Fact]
    public void Views_beyond_their_buffers_are_refused()
    {
        foreach (int[] view in new int[][] { [13, 0, 0, 4], [13, 0, 1, 0], [13, 0, -1, 0], [13, 0, 0, -1], [-1, 0, 0, 0] })
            Refused(new ArrayData(StringViewType.Default, 1, 0, 0, [ArrowBuffer.Empty, Buffer(view), Buffer("0123456789abcdef"u8)]));
    }

    [Fact]
    public void Indices_beyond_the_dictionary_are_refused()
    {
        var type = new DictionaryType(Int8Type.Default, StringType.Default, false);
        StringArray words = new StringArray.Builder().Append("a").Build();
        foreach (sbyte index in new sbyte[] { 1, -1 })
            Refused(new ArrayData(type, 1, 0, 0, [ArrowBuffer.Empty, Buffer([index])], null, words.Data));
    }

    private void Damage(byte[] whole, string name)
    {
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                byte[] bytes = [.. whole];
                foreach ((int place, byte value) in changes)
                    bytes[place] = value;
                return Try(bytes, name);
            },
            iter: 40,
            threads: 1);
    }

    private static ArrowBuffer Buffer<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values).ToArray());

    private static ArrowBuffer Buffer<T>(T[] values)
        where T : unmanaged => Buffer<T>(values.AsSpan());

    private static void Refused(ArrayData data)
    {
        string? fault = null;
        try
        {
            new ArrowLayout(() => new InvalidDataException()).Check(data, data.Length);
        }
        catch (InvalidDataException)
        {
            fault = "refused";
        }
        Assert.NotNull(fault);
    }

    private bool Try(byte[] bytes, string name)
    {
        string path = _folder[name];
        File.WriteAllBytes(path, bytes);
        try
        {
            using Table table = Table.OpenFiles([path], threads: 1, Cancel);
            table.WriteRows(_folder["o.arrows"], Pick(0), Cancel);
            return true;
        }
        catch (TableException exception)
        {
            return !exception.Message.Contains('\n', StringComparison.Ordinal);
        }
    }
}
