using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wieght", "no column 'wieght' in t.csv; did you mean 'weight'?")]
    [InlineData("hight", "no column 'hight' in t.csv; did you mean 'Height'?")]
    [InlineData("price", "no column 'price' in t.csv; it has 'weight', 'Height', 'age'")]
    public void An_unknown_column_gets_a_suggestion(string name, string expected)
    {
        using Table table = Open(_folder.Text("t.csv", "weight,Height,age\n1,2,3\n"));
        Assert.Equal(expected, Fails(() => table.Column(name)));
    }

    [Fact]
    public void Case_is_forgiven_when_it_leaves_no_doubt()
    {
        using Table table = Open(_folder.Text("t.csv", "weight,Height\n1,2\n"));
        Assert.Equal("Height", table.Column("HEIGHT").Name);
        Assert.Equal(new TableColumn("weight", "BIGINT", true), table.Column("weight"));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "abc", 3)]
    public void Edit_distance_counts_swaps_as_one(string left, string right, int expected) =>
        Assert.Equal(expected, ColumnNames.EditDistance(left, right));

    [Fact]
    public void Files_that_are_not_there_or_not_tables_are_refused()
    {
        Assert.Equal("no file 'gone.csv'; check the path", Fails(() => Open("gone.csv")));
        Says("no file matches", () => Open(_folder["*.csv"]));
        Says("is a folder", () => Open(_folder.FullPath));
        Says(".csv, .tsv", () => Open(_folder.Text("t.xlsx", "x")));
        Says("is empty", () => Open(_folder.Text("e.csv", "")));
        Says("has no rows", () => Open(_folder.Text("h.csv", "a,b\n")));
        Says("has no rows", () => Open(_folder.Parquet("p.parquet", "select 1 a where false")));
        Says("no input file", () => Open());
        string damaged = Fails(() => Open(_folder.Text("bad.parquet", "not parquet at all")));
        Assert.Equal("t.csv.gz is not gzip data; rename it to 't.csv' if it is plain text, or get it again",
            Fails(() => Open(_folder.Text("t.csv.gz", "a,b\n1,2\n"))));
        Assert.EndsWith("; put the names of files in quotes, such as select * from 'file.csv'",
            Fails(() => Table.OpenQuery("select * from nothere")), StringComparison.Ordinal);
        Assert.StartsWith("bad.parquet: ", damaged, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, damaged, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_with_other_columns_are_refused()
    {
        string first = _folder.Text("1.csv", "a,b,c\n1,2,3\n");
        string second = _folder.Text("2.csv", "a,B2,c\n1,2,3\n");
        Assert.Equal(
            "'1.csv' and '2.csv' have different columns: only '1.csv' has 'b', only '2.csv' has 'B2'; "
            + "files read together must have the same columns",
            Fails(() => Open(first, second)));
    }

    [Theory]
    [InlineData("selec 1")]
    [InlineData("select 1; select 2")]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("select * from nowhere")]
    [InlineData("select 1 where false")]
    [InlineData("drop table x")]
    [InlineData("select * from 'https://example.invalid/x.parquet'")]
    [InlineData("select cast('x' as integer) as y")]
    public void A_query_that_yields_no_table_is_refused_in_one_line(string sql) =>
        Assert.StartsWith("the query", Fails(() => Table.OpenQuery(sql, cancellation: Cancel)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a,b\n1,2\n3\n5,6\n",
        "line 3 has 1 cell instead of 2; correct the line, or read the file with read_csv in a query (Table.OpenQuery)")]
    [InlineData("a,b\n1,2\n3,4,5\n5,6\n",
        "line 3 has more than 2 cells; correct the line, or read the file with read_csv in a query (Table.OpenQuery)")]
    [InlineData("a;b;c\n1;2\n3;4\n",
        "line 2 has 2 cells instead of 3; correct the line, or read the file with read_csv in a query (Table.OpenQuery)")]
    [InlineData("a,b\n1,2,3\n4,5,6\n", "line 1 does not have 3 cells like the rows below; give the header a name for each cell, or "
        + "read the file with read_csv in a query (Table.OpenQuery)")]
    [InlineData("x\n0,84\n0,5\n", "line 1 does not have 2 cells like the rows below; give the header a name for each cell, or read "
        + "the file with read_csv in a query (Table.OpenQuery)")]
    public void A_header_of_another_number_of_cells_is_refused(string text, string expected) =>
        Assert.Equal($"t.csv: {expected}", Fails(() => Open(_folder.Text("t.csv", text))));

    [Fact]
    public void Rows_without_a_weight_are_not_a_matter_of_columns()
    {
        using Table table = Open(_folder.Text("t.csv", "a,w\n1,2\n3,\n"));
        Assert.Equal("t.csv: column 'w' has 1 missing value (first in row 1), rows counted from 0; "
            + "every row needs a weight: fill in the missing weights, or drop such rows with MissingRows.Drop",
            Fails(() => table.ReadNumeric(["a"], "w", cancellation: Cancel)));
    }

    [Fact]
    public void A_broken_line_is_named()
    {
        string body = string.Concat(Enumerable.Range(0, 30000).Select(row => row == 29000 ? "1,2,3,4\n" : "1,2\n"));
        using Table table = Open(_folder.Text("t.csv", $"a,b\n{body}"));
        string message = Fails(() => table.ReadNumeric(["a"], cancellation: Cancel));
        Assert.Equal(
            "t.csv: line 29002 has more than 2 cells; correct the line, or read the file with read_csv in a query (Table.OpenQuery)",
            message);
        Assert.DoesNotContain("Possible", message, StringComparison.Ordinal);
    }
}
