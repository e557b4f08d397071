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
        Assert.Contains("'a', 'b', 'c', 'd', 'e', 'j'", message, StringComparison.Ordinal);
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
