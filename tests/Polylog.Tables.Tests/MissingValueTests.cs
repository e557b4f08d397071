using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class MissingValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Refusing_names_each_column_its_count_and_its_first_row()
    {
        string path = _folder.Text("t.csv", "a,b,c\n1,1,1\n2,n/a,\n3,inf,NaN\n4,4,?\n5,-inf,\"\"\n");
        string message = Fails(() => Numbers(path, "a", "b", "c"));
        Assert.Equal(
            "t.csv: column 'b' has 1 missing value (first in row 1) and 2 infinite values (first in row 2), "
            + "column 'c' has 4 missing values (first in row 1), rows counted from 0; "
            + "drop such rows with MissingRows.Drop, or use other columns (ColumnSelection.Columns)",
            message);
    }

    [Fact]
    public void Dropping_keeps_the_map_to_the_input_rows()
    {
        using Table table = Open(_folder.Text("t.csv", "a,b\nNA,0\n1,1\n2,\n3,inf\n4,4\n5,5\nnan,6\n"));
        NumericRows rows = table.ReadNumeric(["b", "a"], missing: MissingRows.Drop, cancellation: Cancel);
        Assert.Equal([1, 1, 4, 4, 5, 5], rows.Values);
        Assert.Equal([1, 4, 5], Enumerable.Range(0, 3).Select(rows.RowNumber));
        Assert.Equal((7L, 4L), (rows.TotalRows, rows.Dropped));
    }

    [Fact]
    public void Dropping_across_many_chunks_agrees_with_a_query()
    {
        string path = _folder.Parquet(
            "t.parquet",
            "select case when hash(i) % 7 = 0 then null else i::double end as x, i from range(50000) t(i)");
        using Table table = Open(path);
        NumericRows rows = table.ReadNumeric(["x"], weightColumn: "i", MissingRows.Drop, cancellation: Cancel);
        Assert.Equal(Ask<int>($"select count(x) from '{path}'"), rows.Rows);
        for (int row = 0; row < rows.Rows; row++)
            Assert.Equal((rows.Values[row], rows.Weights![row]), (rows.RowNumber(row), rows.RowNumber(row)));
    }

    [Fact]
    public void Nothing_left_after_dropping_is_an_error()
    {
        using Table table = Open(_folder.Text("t.csv", "a,b\n1,\n,2\n"));
        Says("each of its 2 rows", () => table.ReadNumeric(["a", "b"], missing: MissingRows.Drop, cancellation: Cancel));
    }

    [Theory]
    [InlineData("1,1\n2,-0.5\n3,-2\n", "has 2 negative values, the first -0.5 in row 1 (counting from 0)")]
    [InlineData("1,0\n2,0\n", "is zero in every row")]
    [InlineData("1,1\n2,\n", "column 'w' has 1 missing value (first in row 1)")]
    [InlineData("1,1\n2,inf\n", "column 'w' has 1 infinite value (first in row 1)")]
    public void Weights_that_are_no_weights_are_refused(string rows, string expected)
    {
        using Table table = Open(_folder.Text("t.csv", $"x,w\n{rows}"));
        Says(expected, () => table.ReadNumeric(["x"], "w", cancellation: Cancel));
    }

    [Fact]
    public void Text_after_the_sniffed_rows_is_named_with_its_row()
    {
        string body = string.Concat(Enumerable.Range(0, 30000).Select(row => row == 29000 ? "1,oops\n" : "1,2\n"));
        string message = Fails(() => Numbers(_folder.Text("t.csv", $"a,b\n{body}"), "a", "b"));
        Assert.StartsWith("t.csv: column 'b' has the text 'oops' in row 29000 (counting from 0)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_number_column_that_turns_fractional_late_is_read_as_it_is()
    {
        string body = string.Concat(Enumerable.Range(0, 30000).Select(row => row == 29000 ? "1.5\n" : "1\n"));
        Assert.Equal(1.5, Numbers(_folder.Text("t.csv", $"a\n{body}"), "a").Values[29000]);
    }
}
