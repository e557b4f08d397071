using System.Globalization;
using System.IO.Compression;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class ReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_come_in_the_order_asked_row_by_row()
    {
        NumericRows rows = Numbers(_folder.Text("t.csv", "a,b,c\n1,2,3\n4,5,6\n"), "c", "a");
        Assert.Equal([3, 1, 6, 4], rows.Values);
        Assert.Equal((2, 2, 2L, 0L), (rows.Rows, rows.Columns, rows.TotalRows, rows.Dropped));
        Assert.Equal(1, rows.RowNumber(1));
        Assert.Null(rows.Weights);
    }

    [Theory]
    [InlineData("t.tsv", "a\tb\n1\t2\n3\t4\n")]
    [InlineData("t.tab", "a\tb\n1\t2\n3\t4\n")]
    [InlineData("t.csv", "a;b\n1;2\n3;4\n")]
    [InlineData("t.json", "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]")]
    [InlineData("t.ndjson", "{\"a\":1,\"b\":2}\n{\"b\":4,\"a\":3}\n")]
    [InlineData("t.JSONL", "{\"a\":1,\"b\":2}\n{\"b\":4,\"a\":3}\n")]
    public void All_text_formats_are_read(string name, string content) =>
        Assert.Equal([1, 2, 3, 4], Numbers(_folder.Text(name, content), "a", "b").Values);

    [Theory]
    [InlineData("x;y\n0,84;0,25\n-1,5e2;7\n", "x", "y")]
    [InlineData("x;t;y\n0,84;\"a;b, c\";0,25\n-1,5e2;d;7\n", "x", "y")]
    public void Decimal_commas_are_read_where_cells_are_apart_by_semicolons(string text, string first, string second) =>
        Assert.Equal([0.84, 0.25, -150, 7], Numbers(_folder.Text("t.csv", text), first, second).Values);

    [Fact]
    public void Decimal_commas_need_no_header() =>
        Assert.Equal(
            [0.84, 0.25, -1.5, 7.5, 2.5, 3], Numbers(_folder.Text("t.csv", "0,84;0,25\n-1,5;7,5\n2,5;3,0\n"), "column0", "column1").Values);

    [Fact]
    public void Decimal_commas_are_written_as_points()
    {
        string input = _folder.Text("t.csv", "x;t;y\n0,84;a,b;0,25\n1,5;c;7\n");
        Assert.Equal("x,t,y,weight\n0.84,\"a,b\",0.25,0.5\n", Rewrite(input, _folder["o.csv"], Pick(0)));
    }

    [Theory]
    [InlineData("a;b\n1;2\n3;4\n", "a")]
    [InlineData("a;b\n1.5;2\n3;4\n", "a")]
    [InlineData("a,b\n1,2;3\n4,5;6\n", "a")]
    [InlineData("a,b;c\n1,x;y\n2,z;z\n", "a")]
    public void Other_files_with_semicolons_are_read_as_ever(string text, string column)
    {
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.Equal("a", table.Columns[0].Name);
        Assert.Equal(2, table.Columns.Count);
        Assert.True(table.Column(column).IsNumeric);
    }

    [Theory]
    [InlineData("a,b,a,A\n1,2,3,4\n", "a a_1,A A_2")]
    [InlineData("a,a_1\n1,2\n", "")]
    [InlineData("a,a,a_1\n1,2,3\n", "a a_1,a_1 a_1_1")]
    public void Columns_that_are_called_alike_are_told(string text, string renamed)
    {
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.Equal(renamed, string.Join(',', table.Renamed.Select(column => $"{column.Header} {column.Name}")));
    }

    [Fact]
    public void Text_among_numbers_is_found()
    {
        string rows = string.Concat(Enumerable.Range(0, 99).Select(i => i == 40 ? "unknown,x,NA\n" : $"{i},{(i % 2 == 0 ? "1" : "x")},\n"));
        using Table table = Open(_folder.Text("t.csv", $"a,b,c\n{rows}"));
        Assert.Equal(
            [new StrayText("a", "unknown", 40, 98, 99), new StrayText("b", "x", 1, 49, 99)], table.StrayTexts(["a", "b", "c"], Cancel));
    }

    [Fact]
    public void A_compressed_file_is_read()
    {
        using (var target = new GZipStream(File.Create(_folder["t.csv.gz"]), CompressionLevel.Fastest))
            target.Write("a,b\n1,2\n"u8);
        Assert.Equal([1, 2], Numbers(_folder["t.csv.gz"], "a", "b").Values);
    }

    [Fact]
    public void Every_numeric_type_is_read_and_no_other_passes_for_one()
    {
        string path = _folder.Parquet(
            "t.parquet",
            "SELECT 1::TINYINT a, 2::UBIGINT b, 3.25::DECIMAL(9,2) c, 0.5::FLOAT d, 1e300 e, true f, "
                + "DATE '2020-01-01' g, [1.5] h, 'x' i, 7::HUGEINT j");
        using Table table = Open(path);
        Assert.Equal("abcdej", string.Concat(table.Columns.Where(column => column.IsNumeric).Select(column => column.Name)));
        Assert.Equal([1, 2, 3.25, 0.5, 1e300], table.ReadNumeric(["a", "b", "c", "d", "e"], cancellation: Cancel).Values);
        string message = Fails(() => table.ReadNumeric(["a", "f"], cancellation: Cancel));
        Assert.Contains("'f' in t.parquet is BOOLEAN", message, StringComparison.Ordinal);
        Assert.Throws<TableException>(() => table.ReadNumeric(["a", "h"], cancellation: Cancel));
        Assert.Equal([18262], table.ReadNumeric(["g"], cancellation: Cancel).Values);
        Assert.Contains("'a', 'b', 'c', 'd', 'e', 'j'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void True_is_1_where_numbers_are_asked_for()
    {
        string[] inputs =
        [
            _folder.Parquet("b.parquet", "SELECT * FROM (VALUES (1, true), (2, false), (3, NULL)) t(a, f)"),
            _folder.Text("b.csv", "a,f\n1,true\n2,False\n3,\n"),
            _folder.Text("b.json", "[{\"a\":1,\"f\":true},{\"a\":2,\"f\":false},{\"a\":3,\"f\":null}]"),
        ];
        foreach (string input in inputs)
        {
            using Table table = Open(input);
            Assert.True(table.Column("f") is { IsNumeric: false, HasNumbers: true });
            NumericRows rows =
                table.Read(new ColumnSelection(["a"]) { Further = [["f"]], Missing = MissingRows.Drop }, cancellation: Cancel);
            Assert.Equal([1, 2], rows.Values);
            Assert.Equal([1, 0], rows.Further[0]);
            Assert.Contains("'f' in ", Fails(() => table.ReadNumeric(["a", "f"], cancellation: Cancel)), StringComparison.Ordinal);
            Assert.Equal(1, rows.Dropped);
        }
        string late = _folder.Text(
            "late.csv", "a,f\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i},{(i == 29_000 ? "perhaps" : "true")}\n")));
        Assert.Contains("'perhaps' in row 29000",
            Fails(() => Open(late).Read(new ColumnSelection(["a"]) { Further = [["f"]] }, cancellation: Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_hard_to_quote_work()
    {
        string[] names = ["select", "two words", "quo\"te", "it's", "a.b", "naïve 数", "c0", "rn", "{x}"];
        string header = string.Join(",", names.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        string input = _folder.Text("it's a [file].csv", $"{header}\n1,2,3,4,5,6,7,8,9\n9,8,7,6,5,4,3,2,1\n");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], Numbers(input, names).Values[..9]);
        Rewrite(input, _folder["o'ut.parquet"], Pick(1) with { WeightName = "w\"'" });
        using Table back = Open(_folder["o'ut.parquet"]);
        Assert.Equal([.. names, "w\"'"], back.Columns.Select(column => column.Name));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 1.5], back.ReadNumeric([.. names, "w\"'"], cancellation: Cancel).Values);
    }

    [Fact]
    public void A_query_runs_once()
    {
        using Table table = Table.OpenQuery("select i, random() as r from range(1000) t(i) -- note", cancellation: Cancel);
        NumericRows first = table.ReadNumeric(["i", "r"], cancellation: Cancel);
        Assert.Equal(first.Values, table.ReadNumeric(["i", "r"], cancellation: Cancel).Values);
        table.WriteRows(_folder["q.parquet"], Pick(17, 400), Cancel);
        Assert.Equal(first.Values[(2 * 400) + 1], Ask<double>($"select r from '{_folder["q.parquet"]}' where i = 400"));
        Assert.Equal("the query", table.Description);
        Assert.Empty(table.Files);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            string input = _folder.Text("t.csv", "a,b\n1.5,2\n-2.25,\n");
            Assert.Equal([1.5, -2.25], Numbers(input, "a").Values);
            Assert.Equal("a,b,weight\n1.5,2,0.5\n", Rewrite(input, _folder["o.csv"], Pick(0)));
            using Table table = Open(_folder.Text("w.csv", "a,w\n1,-1234.5\n"));
            Says("the first -1234.5 in", () => table.ReadNumeric(["a"], "w", cancellation: Cancel));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var seen = new List<double>();
        using Table table = Table.OpenQuery("select i::double as x, i * 2 as y from range(2000000) t(i)", cancellation: Cancel);
        table.ReadNumeric(["x", "y"], progress: new Recorder(seen), cancellation: Cancel);
        Assert.Equal(1, seen[^1]);
        Assert.Equal(seen.Order(), seen);
        Assert.All(seen, part => Assert.InRange(part, 0, 1));
    }

    private sealed class Recorder(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }
}
