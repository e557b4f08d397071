using System.Runtime.CompilerServices;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class KeptCellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_cells_of_a_csv_come_back_letter_for_letter()
    {
        const string Input = "id,name,v\n007,\"a,b\",1.50\n2, sp ,NA\n3,\"\",1e5\n4,,+3\n"
            + "5,\"q\"\"x\nline2\",-0.0\n12345678901234567890123,'single',1\n";
        const string Expected = "id,name,v,weight\n007,\"a,b\",1.50,0.5\n2, sp ,NA,1.5\n3,\"\",1e5,2.5\n4,,+3,3.5\n"
            + "5,\"q\"\"x\nline2\",-0.0,4.5\n"
            + "12345678901234567890123,'single',1,5.5\n";
        Assert.Equal(Expected, Rewrite(_folder.Text("t.csv", Input), _folder["o.csv"], Pick(0, 1, 2, 3, 4, 5)));
    }

    [Fact]
    public void The_delimiter_is_that_of_the_output()
    {
        string input = _folder.Text("t.csv", "a;b\nu,5;x\nv,5;\"y\tz\"\n");
        Assert.Equal("a\tb\tweight\nu,5\tx\t0.5\nv,5\t\"y\tz\"\t1.5\n", Rewrite(input, _folder["o.tsv"], Pick(0, 1)));
        Assert.Equal("a,b,weight\n\"u,5\",x,0.5\n", Rewrite(input, _folder["o.csv"], Pick(0)));
    }

    [Fact]
    public void Csv_to_parquet_has_the_sniffed_types_without_loss()
    {
        string input = _folder.Text(
            "t.csv",
            "n,big,huge,x,text,day,flag,gap\n"
            + "1,9007199254740993,12345678901234567891,0.1,007a,2020-02-29,true,NA\n2,2,3,1e300,NA,2021-01-01,false,5\n");
        Rewrite(input, _folder["o.parquet"], Pick(0, 1));
        using Table back = Open(_folder["o.parquet"]);
        Assert.Equal(
            "BIGINT BIGINT DECIMAL(38,0) DOUBLE VARCHAR DATE BOOLEAN BIGINT DOUBLE",
            string.Join(' ', back.Columns.Select(column => column.TypeName)));
        string from = $"from '{_folder["o.parquet"]}'";
        Assert.Equal(
            "9007199254740993,12345678901234567891,007a,2020-02-29",
            Ask<string>($"select concat_ws(',', big, huge, text, day) {from} where n = 1"));
        Assert.Equal("NA", Ask<string>($"select text {from} where gap = 5"));
        Assert.Equal(1, Ask<int>($"select count(*) {from} where gap is null"));
    }

    [Fact]
    public void A_cell_that_the_sniffed_type_cannot_hold_widens_its_column()
    {
        string body = string.Concat(Enumerable.Range(0, 30000).Select(row => row == 29000 ? "1.5,x1,31/12/2020\n" : "1,10,13/01/2020\n"));
        string input = _folder.Text("t.csv", $"a,b,d\n{body}");
        Rewrite(input, _folder["o.parquet"], Pick(5, 29000));
        using Table back = Open(_folder["o.parquet"]);
        Assert.Equal(["DOUBLE", "VARCHAR", "DATE", "DOUBLE"], back.Columns.Select(column => column.TypeName));
        Assert.Equal("1.5 x1 2020-12-31", Ask<string>($"select concat_ws(' ', a, b, d) from '{_folder["o.parquet"]}' where b = 'x1'"));
    }

    [Fact]
    public void Parquet_to_parquet_keeps_types_and_values()
    {
        string select = "select i, (i / 7)::decimal(18,4) as dec, timestamp '2020-01-01 00:00:00.123456' + to_days(i::int) as ts, "
            + "[i, null] as list, "
            + "{'a': i, 'b c': 'x'} as st, map {'k': i} as m, i::float / 3 as f, ('\\x0' || i)::blob as bin, "
            + "timestamptz '2020-01-01 00:00:00+02' as tz "
            + "from range(10) t(i)";
        string input = _folder.Parquet("t.parquet", select);
        Rewrite(input, _folder["o.parquet"], Pick(2, 9));
        using Table before = Open(input);
        using Table after = Open(_folder["o.parquet"]);
        Assert.Equal(before.Columns, after.Columns.SkipLast(1));
        Assert.Equal(
            2,
            Ask<int>($"select count(*) from (select * exclude weight from '{_folder["o.parquet"]}' "
                + $"intersect select * from '{input}' where i in (2, 9))"));
    }

    [Fact]
    public void A_query_with_128_bit_integers_keeps_them_in_parquet()
    {
        using Table table = Table.OpenQuery("select 170141183460469231731687303715::hugeint as h", cancellation: Cancel);
        table.WriteRows(_folder["o.parquet"], Pick(0), Cancel);
        Assert.Equal("170141183460469231731687303715", Ask<string>($"select h::varchar from '{_folder["o.parquet"]}'"));
    }

    [Fact]
    public void Json_to_json_keeps_strings_nesting_and_long_numbers()
    {
        string input = _folder.Text(
            "t.ndjson",
            "{\"a\":1,\"A\":2,\"t\":\"2020-01-01T00:00:00Z\",\"c\":{\"x\":[1,2.5]},\"big\":12345678901234567890123}\n"
            + "{\"a\":7,\"t\":\"x\",\"late\":true}\n");
        string output = Rewrite(input, _folder["o.ndjson"], Pick(0, 1));
        Assert.Equal(
            "{\"a\":1,\"A_1\":2,\"t\":\"2020-01-01T00:00:00Z\",\"c\":{\"x\":[1,2.5]},\"big\":12345678901234567890123,"
            + "\"late\":null,\"weight\":0.5}\n"
            + "{\"a\":7,\"A_1\":null,\"t\":\"x\",\"c\":null,\"big\":null,\"late\":true,\"weight\":1.5}\n",
            output);
        Assert.Contains("2020-01-01T00:00:00Z,", Rewrite(input, _folder["o.csv"], Pick(0)), StringComparison.Ordinal);
        Assert.StartsWith("[", Rewrite(input, _folder["o.json"], Pick(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_ids_and_weights_come_last_and_an_old_weight_is_replaced()
    {
        string input = _folder.Text("t.csv", "x,Weight,y\n1,10,a\n2,20,b\n");
        RowSelection rows = Pick(1) with { RowIdName = "row", ReplacedColumn = "Weight" };
        Assert.Equal("x,y,row,weight\n2,b,1,1.5\n", Rewrite(input, _folder["o.csv"], rows));
        Assert.Equal(
            "t.csv already has a column 'Weight'; choose another name with RowSelection.WeightName",
            Fails(() => Rewrite(input, _folder["o.csv"], Pick(1))));
        Says("RowSelection.RowIdName", () => Rewrite(input, _folder["o.csv"], rows with { RowIdName = "Y" }));
        Says("cannot both be", () => Rewrite(input, _folder["o.csv"], rows with { RowIdName = "WEIGHT" }));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    public void Weights_come_back_bit_for_bit(string ending)
    {
        var random = new Random(5);
        double[] weights =
        [
            0.1, 1.0 / 3, double.Epsilon, double.MaxValue, 2.2250738585072014e-308,
            1e22, 1e23, 9007199254740993, 5e-324, 123456789.123456789, 0, 1e16,
            .. Enumerable.Range(0, 2000).Select(_ => Math.Abs(Unsafe.BitCast<long, double>(random.NextInt64()))).Where(double.IsFinite),
        ];
        string input = _folder.Text("t.csv", "x\n" + string.Concat(Enumerable.Repeat("1.25\n", weights.Length)));
        string output = _folder[$"o.{ending}"];
        using (Table table = Open(input))
            table.WriteRows(output, new(Enumerable.Range(0, weights.Length).Select(row => (long)row).ToArray(), weights, "w"), Cancel);
        Assert.Equal(weights.Select(BitConverter.DoubleToInt64Bits), Numbers(output, "w").Values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void A_quoted_cell_may_come_late()
    {
        string body = string.Concat(Enumerable.Range(0, 30000).Select(row => row == 29000 ? "1,\"x,\"\"y\"\"\"\n" : "1,abc\n"));
        string input = _folder.Text("t.csv", $"a,b\n{body}");
        Assert.Equal("a,b,weight\n1,\"x,\"\"y\"\"\",29000.5\n", Rewrite(input, _folder["o.csv"], Pick(29000)));
    }

    [Fact]
    public void A_stray_quotation_mark_is_a_letter_like_any_other()
    {
        string input = _folder.Text("t.csv", "a,b\n1,5\" pipe\n2,3\" pipe\n");
        Assert.Equal("a,b,weight\n2,\"3\"\" pipe\",1.5\n", Rewrite(input, _folder["o.csv"], Pick(1)));
        input = _folder.Text("u.csv", "a,b\n1,\"5\" pipe\n2,\"3\" pipe\n");
        Assert.Equal("a,b,weight\n2,\"\"\"3\"\" pipe\",1.5\n", Rewrite(input, _folder["p.csv"], Pick(1)));
    }

    [Theory]
    [InlineData("\uFEFFa,b\n1,x\n2,y\n")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,b\r1,x\r2,y\r")]
    [InlineData("a,b\n1,x\n2,y")]
    public void Line_ends_and_a_byte_order_mark_are_no_part_of_the_cells(string content)
    {
        string input = _folder.Text("t.csv", content);
        Assert.Equal([1, 2], Numbers(input, "a").Values);
        Assert.Equal("a,b,weight\n2,y,1.5\n", Rewrite(input, _folder["o.csv"], Pick(1)));
    }

    [Fact]
    public void A_one_column_file_with_blank_lines_has_the_same_rows_for_reading_and_writing()
    {
        string input = _folder.Text("t.csv", "x\n1\n\n3\nNA\n5\n");
        using Table table = Open(input);
        NumericRows rows = table.ReadNumeric(["x"], missing: MissingRows.Drop, cancellation: Cancel);
        table.WriteRows(_folder["o.csv"], Pick(rows.RowNumber(2)), Cancel);
        Assert.StartsWith("x,weight\n5,", File.ReadAllText(_folder["o.csv"]), StringComparison.Ordinal);
    }
}
