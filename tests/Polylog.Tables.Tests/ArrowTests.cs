using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Arrow streams and files are read and written with their types, in constant memory.</summary>
public sealed class ArrowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t.arrows", null)]
    [InlineData("t.arrow", null)]
    [InlineData("t.feather", CompressionCodecType.Lz4Frame)]
    [InlineData("t.arrows", CompressionCodecType.Zstd)]
    public void Batches_are_one_table(string name, CompressionCodecType? codec)
    {
        byte[] bytes = ArrowData.Bytes(
            [ArrowData.Batch(300), ArrowData.Batch(200, 300)], !name.EndsWith('s'), codec);
        File.WriteAllBytes(_folder[name], bytes);
        using Table table = Open(_folder[name]);
        Assert.Equal(
            ["DOUBLE", "INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN", "DOUBLE[]", "TIMESTAMP WITH TIME ZONE"],
            table.Columns.Select(column => column.TypeName));
        NumericRows rows = table.ReadNumeric(["x"], cancellation: Cancel);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => i * 0.5), rows.Values.ToArray());
        table.WriteRows(_folder["o.csv"], Pick(299, 301), Cancel);
        Assert.Equal(
            "x,n,s,v,c,b,l,t,weight\n"
            + "149.5,299,é299,\"a text that is too long for a view, 299\",blue,false,\"[299.0, 299.5]\",1970-01-01 00:04:59+00,299.5\n"
            + "150.5,301,é301,\"a text that is too long for a view, 301\",green,false,\"[301.0, 301.5]\",1970-01-01 00:05:01+00,301.5\n",
            File.ReadAllText(_folder["o.csv"]));
    }

    [Theory]
    [InlineData("o.arrows")]
    [InlineData("o.arrow")]
    public void Types_and_cells_are_kept(string name)
    {
        string input = _folder.Parquet("t.parquet", """
            select i::tinyint as i1, i::smallint as i2, i::integer as i4, i::bigint * 4611686018427 as i8, i::utinyint as u1,
                i::usmallint as u2, i::uinteger as u4, i::ubigint + 9223372036854775807::ubigint as u8, i / 3 as f8, (i / 3)::float as f4,
                if(i % 4 = 0, null, 'é' || i) as s, i % 2 = 0 as b, date '2020-02-28' + i::integer as d, (i / 7)::decimal(12, 2) as c,
                timestamp '2020-02-28 23:59:59.123456' + to_seconds(i) as t, timestamptz '2020-02-28 23:59:59+02' + to_seconds(i) as tz,
                time '12:34:56.789' as tm, [i, i + 1] as l, {'a': i, 'b': 'x' || i} as st, ('\xAA' || chr(65 + i::integer))::blob as bl,
                map {'k': i} as m, [[i], null] as ll
            from range(20) r(i)
            """);
        long[] all = [.. Enumerable.Range(0, 20)];
        using (Table table = Open(input))
            table.WriteRows(_folder[name], Pick(all), Cancel);
        using (Table table = Open(_folder[name]))
            table.WriteRows(_folder["back.parquet"], Pick(all) with { WeightName = "again" }, Cancel);
        using var session = new TableSession(threads: null);
        List<TableColumn> before = session.Describe($"FROM {Sql.Text(input)}", "before", Cancel);
        List<TableColumn> after = session.Describe($"SELECT * EXCLUDE (weight, again) FROM {Sql.Text(_folder["back.parquet"])}", "after");
        Assert.Equal(before, after);
        Assert.Equal(0, Ask<long>($"SELECT count(*) FROM (FROM {Sql.Text(input)} EXCEPT ALL "
            + $"SELECT * EXCLUDE (weight, again) FROM {Sql.Text(_folder["back.parquet"])})"));
    }

    [Theory]
    [InlineData("o.arrows")]
    [InlineData("o.arrow")]
    public void Keys_and_values_are_kept(string name)
    {
        var metadata = new Dictionary<string, string> { ["polylog"] = "{\"é\": 1}", ["other"] = "" };
        TableWriter.Write(_folder[name], [new("x", new double[] { 1, 2 })], metadata, Cancel);
        Assert.Equal(metadata, TableMetadata.Read(_folder[name]));
        Assert.Equal([1, 2], Numbers(_folder[name], "x").Values);
    }

    [Fact]
    public void The_bytes_tell_the_format_where_the_ending_is_the_other()
    {
        File.WriteAllBytes(_folder["t.arrow"], ArrowData.Bytes([ArrowData.Batch(5)]));
        File.WriteAllBytes(_folder["t.arrows"], ArrowData.Bytes([ArrowData.Batch(5)], isFile: true));
        Assert.Equal([0, 0.5, 1, 1.5, 2], Numbers(_folder["t.arrow"], "x").Values);
        Assert.Equal([0, 0.5, 1, 1.5, 2], Numbers(_folder["t.arrows"], "x").Values);
        Says("does not begin as Arrow data do", () => Open(_folder.Text("a.arrows", "a,b\n1,2\n")));
        File.WriteAllBytes(_folder["t.csv"], ArrowData.Bytes([ArrowData.Batch(5)]));
        Says("the content of t.csv is an Arrow stream", () => Open(_folder["t.csv"]));
    }

    [Fact]
    public void Columns_that_cannot_be_read_are_refused()
    {
        var halves = new HalfFloatArray.Builder();
        halves.Append((Half)1);
        File.WriteAllBytes(_folder["h.arrows"], ArrowData.Bytes("h", halves.Build()));
        Assert.Equal("column 'h' of h.arrows has the Arrow type 'halffloat', which cannot be read; cast it to another type, or leave the "
            + "column out", Fails(() => Open(_folder["h.arrows"])));
        File.WriteAllBytes(_folder["n.arrows"], ArrowData.Bytes("", halves.Build()));
        Assert.Equal("n.arrows: the name of column 1 is empty or has a zero byte; rename it", Fails(() => Open(_folder["n.arrows"])));
        DoubleArray one = new DoubleArray.Builder().Append(1).Build();
        foreach ((string other, string message) in new[]
        {
            ("x", "has two columns 'x'; rename one of them"),
            ("X", "has the columns 'x' and 'X', which differ in case alone; rename one of them"),
        })
        {
            var schema = new Schema([new Field("x", DoubleType.Default, true), new Field(other, DoubleType.Default, true)], null);
            File.WriteAllBytes(_folder["t.arrows"], ArrowData.Bytes([new RecordBatch(schema, [one, one], 1)]));
            Assert.Equal($"t.arrows {message}", Fails(() => Open(_folder["t.arrows"])));
        }
    }

    [Fact]
    public void A_table_without_rows_or_columns_is_refused()
    {
        File.WriteAllBytes(_folder["t.arrows"], ArrowData.Bytes([ArrowData.Batch(0)]));
        Assert.Equal("t.arrows has no rows; a table needs at least one", Fails(() => Open(_folder["t.arrows"])));
        File.WriteAllBytes(_folder["t.arrows"], ArrowData.Bytes([new RecordBatch(new Schema([], null), [], 0)]));
        Assert.Equal("t.arrows has no columns; a table needs at least one", Fails(() => Open(_folder["t.arrows"])));
    }
}
