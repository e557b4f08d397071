using System.Globalization;
using System.Text;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class RowOrderTests : IDisposable
{
    private const int PerFile = 120_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_rows_over_several_files_keep_their_numbers()
    {
        foreach (int file in new[] { 0, 1 })
        {
            var text = new StringBuilder("i,pad\n");
            for (int row = 0; row < PerFile; row++)
                text.Append(CultureInfo.InvariantCulture, $"{(file * PerFile) + row},text to make the lines longer than need be {row}\n");
            _folder.Text($"{file}.csv", text.ToString());
        }
        CheckOrder(_folder["*.csv"]);
    }

    [Fact]
    public void Parquet_rows_over_several_files_and_row_groups_keep_their_numbers()
    {
        for (int file = 0; file < 2; file++)
        {
            string select = $"select i + {file * PerFile} as i, i::varchar as pad from range({PerFile}) t(i)";
            _folder.Parquet($"{file}.parquet", select, ", ROW_GROUP_SIZE 5000");
        }
        CheckOrder(_folder["*.parquet"]);
    }

    [Fact]
    public void Json_rows_keep_their_numbers()
    {
        for (int file = 0; file < 2; file++)
        {
            var text = new StringBuilder();
            for (int row = 0; row < PerFile; row++)
                text.Append(CultureInfo.InvariantCulture, $"{{\"pad\":\"{row}\",\"i\":{(file * PerFile) + row}}}\n");
            _folder.Text($"{file}.ndjson", text.ToString());
        }
        CheckOrder(_folder["*.ndjson"]);
    }

    [Fact]
    public void Query_rows_keep_the_order_of_the_query()
    {
        using Table table = Table.OpenQuery($"select i from range({2 * PerFile}) t(i) order by hash(i)", cancellation: Cancel);
        double[] values = table.ReadNumeric(["i"], cancellation: Cancel).Values;
        long[] rows = [3, 99_999, 200_001];
        table.WriteRows(_folder["o.csv"], Pick(rows), Cancel);
        Assert.Equal(rows.Select(row => values[row]), Numbers(_folder["o.csv"], "i").Values);
    }

    [Fact]
    public void Files_of_different_kinds_and_column_orders_are_one_table()
    {
        string csv = _folder.Text("a.csv", "x,y,name\n1,10,007\n2.5,20,\n");
        string parquet = _folder.Parquet("b.parquet", "select 'n' as name, 30 as y, 3::float as x");
        string json = _folder.Text("c.json", "[{\"y\":40,\"x\":4,\"name\":\"q\"}]");
        using Table table = Open(csv, parquet, json);
        Assert.Equal("a.csv and 2 more", table.Description);
        Assert.Equal([1, 10, 2.5, 20, 3, 30, 4, 40], table.ReadNumeric(["x", "y"], cancellation: Cancel).Values);
        table.WriteRows(_folder["o.csv"], Pick(0, 1, 2, 3), Cancel);
        Assert.Equal("x,y,name,weight\n1,10,007,0.5\n2.5,20,,1.5\n3.0,30,n,2.5\n4,40,q,3.5\n", File.ReadAllText(_folder["o.csv"]));
    }

    private void CheckOrder(string pattern)
    {
        using Table table = Table.OpenFiles([pattern], threads: 4);
        NumericRows numbers = table.ReadNumeric(["i"], cancellation: Cancel);
        Assert.Equal(2 * PerFile, numbers.Rows);
        Assert.Equal(Enumerable.Range(0, 2 * PerFile).Select(row => (double)row), numbers.Values);
        long[] rows = [0, 1, 4_999, 5_000, PerFile - 1, PerFile, PerFile + 77_777, (2 * PerFile) - 1];
        table.WriteRows(_folder["out.parquet"], Pick(rows) with { RowIdName = "row" }, Cancel);
        NumericRows written = Numbers(_folder["out.parquet"], "i", "row", "weight");
        Assert.Equal(rows.SelectMany(row => new[] { row, row, row + 0.5 }), written.Values);
    }
}
