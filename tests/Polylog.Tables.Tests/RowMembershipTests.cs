using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class RowMembershipTests : IDisposable
{
    private const string Sample =
        "id,x,name,day\n007,1.50,\"a,b\",13/01/2020\n2,NA,NA,14/01/2020\n"
        + "3,nan,,15/01/2020\n9007199254740993,3,\"\",16/01/2020\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("o.csv")]
    [InlineData("o.tsv")]
    [InlineData("o.json")]
    [InlineData("o.ndjson")]
    [InlineData("o.parquet")]
    public void All_rows_written_are_found_again(string output)
    {
        string input = _folder.Text("t.csv", Sample);
        string parquet = _folder.Parquet(
            "t.parquet",
            "select i, i / 7 as d, (i / 3)::float as f, (i / 7)::decimal(9,3) as dec, date '2020-01-01' + i::int as day, "
                + "'x' || i as s, [i] as l, "
            + "case when i = 3 then 'nan'::double when i = 4 then null else 1.5 end as m from range(10) t(i)");
        Assert.Equal(new(4, 4), WriteAndCount(input, _folder[output], [0, 1, 2, 3]));
        Assert.Equal(new(5, 5), WriteAndCount(parquet, _folder[output], [0, 2, 3, 4, 9]));
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1.50", "1.5000000001")]
    [InlineData("\"a,b\"", "\"a,B\"")]
    [InlineData("13/01/2020", "12/01/2020")]
    [InlineData("3,nan", "3,0")]
    [InlineData("2,NA,NA", "2,NA,")]
    public void A_changed_cell_is_noticed(string cell, string changed)
    {
        string input = _folder.Text("t.csv", Sample);
        string other = _folder.Text("o.csv", Sample.Replace(cell, changed, StringComparison.Ordinal));
        Assert.Equal(new(4, 3), Count(other, input));
    }

    [Fact]
    public void A_whole_number_column_does_not_round_to_a_match()
    {
        string input = _folder.Parquet("t.parquet", "select i, 1.25::decimal(9,2) as d from range(5) t(i)");
        Assert.Equal(new(3, 1), Count(_folder.Text("o.csv", "i,d\n1.6,1.25\n2,1.25\n3,1.251\n"), input));
    }

    [Fact]
    public void A_table_may_be_a_query_and_columns_must_agree()
    {
        string input = _folder.Text("t.csv", "a,b\n1,2\n3,4\n");
        using Table coreset = Open(_folder.Text("o.csv", "b,a,weight\n2,1,0.5\n4,1,0.5\n"));
        using Table query = Table.OpenQuery($"from '{input}'", cancellation: Cancel);
        Assert.Equal(new(2, 1), RowMembership.Count(coreset, query, ["weight"], cancellation: Cancel));
        Assert.Equal(new(2, 2), RowMembership.Count(query, Open(input), [], cancellation: Cancel));
        Says("has columns that the query does not have: 'weight'", () => RowMembership.Count(coreset, query, [], cancellation: Cancel));
        Says("no column 'weight' in t.csv", () => RowMembership.Count(Open(input), coreset, [], cancellation: Cancel));
        Says("two queries", () => RowMembership.Count(query, query, [], cancellation: Cancel));
    }

    [Fact]
    public void Many_rows_are_joined_by_hash()
    {
        string input = _folder.Parquet(
            "t.parquet",
            "select i % 12 as a, i % 31 as b, case when i % 3 = 0 then null else i % 977 end as c from range(300000) t(i)");
        Assert.Equal(new(300_000, 300_000), Count(input, input));
    }

    [Fact]
    public void A_row_is_found_as_often_as_the_table_has_it()
    {
        string input = _folder.Text("t.csv", "a,b\n1,2\n3,4\n1,2\n");
        Assert.Equal(new(4, 3), Count(_folder.Text("o.csv", "a,b,weight\n1,2,1\n1,2,1\n1,2,1\n3,4,1\n"), input));
        Assert.Equal(new(2, 1), Count(_folder.Text("p.csv", "a,b,weight\n3,4,1\n3,4,1\n"), input));
    }

    [Fact]
    public void Row_ids_must_name_the_very_rows()
    {
        using Table input = Open(_folder.Text("t.csv", "a,b\n1,2\n3,4\n1,2\n,\n"));
        Assert.Equal(new(3, 3), ById("id,a,b\n0,1,2\n2,1,2\n3,,\n"));
        Assert.Equal(new(3, 1), ById("id,a,b\n1,1,2\n2,1,2\n99,3,4\n"));
        Assert.Equal(new(2, 1), ById("id,a,b\n2,1,2\n2,1,2\n"));

        RowMembership ById(string text)
        {
            using Table coreset = Open(_folder.Text("o.csv", text));
            return RowMembership.Count(coreset, input, [], "id", Cancel);
        }
    }

    private static RowMembership Count(string coreset, string against)
    {
        using Table ours = Open(coreset);
        using Table theirs = Open(against);
        return RowMembership.Count(ours, theirs, ["weight", "row"], cancellation: Cancel);
    }

    private static RowMembership WriteAndCount(string input, string output, long[] rows)
    {
        using (Table table = Open(input))
            table.WriteRows(output, Pick(rows) with { RowIdName = "row" }, Cancel);
        return Count(output, input);
    }
}
