using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Polylog.Tables.Tests;

/// <summary>Arrow data for tests, in several batches, with types that the engine itself does not write.</summary>
internal static class ArrowData
{
    /// <summary>Columns of many types, of as many rows as asked.</summary>
    public static RecordBatch Batch(int rows, int first = 0)
    {
        int[] numbers = [.. Enumerable.Range(first, rows)];
        var lists = new ListArray.Builder(DoubleType.Default);
        var values = (DoubleArray.Builder)lists.ValueBuilder;
        var views = new StringViewArray.Builder();
        var texts = new StringArray.Builder();
        var counts = new Int32Array.Builder();
        foreach (int i in numbers)
        {
            counts.Append(i % 5 == 0 ? null : i);
            lists.Append();
            values.AppendRange([i, i + 0.5]);
            views.Append(i % 2 == 0 ? $"v{i}" : $"a text that is too long for a view, {i}");
            if (i % 3 == 0)
                texts.AppendNull();
            else
                texts.Append($"é{i}");
        }
        StringArray words = new StringArray.Builder().Append("red").Append("green").Append("blue").Build();
        var colours = new DictionaryArray(
            new DictionaryType(Int8Type.Default, StringType.Default, false),
            new Int8Array.Builder().AppendRange(numbers.Select(i => (sbyte)(i % 3))).Build(),
            words);
        return new RecordBatch.Builder()
            .Append("x", false, new DoubleArray.Builder().AppendRange(numbers.Select(i => i * 0.5)).Build())
            .Append("n", true, counts.Build())
            .Append("s", true, texts.Build())
            .Append("v", true, views.Build())
            .Append("c", true, colours)
            .Append("b", false, new BooleanArray.Builder().AppendRange(numbers.Select(i => i % 2 == 0)).Build())
            .Append("l", true, lists.Build())
            .Append("t", true, new TimestampArray.Builder(new TimestampType(TimeUnit.Millisecond, "Europe/Berlin"))
                .AppendRange(numbers.Select(i => DateTimeOffset.UnixEpoch.AddSeconds(i))).Build())
            .Build();
    }

    /// <summary>The bytes of batches as a stream, or as a file.</summary>
    public static byte[] Bytes(IReadOnlyList<RecordBatch> batches, bool isFile = false, CompressionCodecType? codec = null)
    {
        using var bytes = new MemoryStream();
        var options = new IpcOptions { CompressionCodecFactory = new CompressionCodecFactory(), CompressionCodec = codec };
        using (ArrowStreamWriter writer = isFile
            ? new ArrowFileWriter(bytes, batches[0].Schema, true, options) : new ArrowStreamWriter(bytes, batches[0].Schema, true, options))
        {
            writer.WriteStart();
            foreach (RecordBatch batch in batches)
                writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }
        return bytes.ToArray();
    }

    /// <summary>The bytes of one column.</summary>
    public static byte[] Bytes(string name, IArrowArray column) =>
        Bytes([new RecordBatch(new Schema([new Field(name, column.Data.DataType, true)], null), [column], column.Length)]);
}
