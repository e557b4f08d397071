using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Lines that are passed over are told, and are an error where they hold numbers.</summary>
public sealed class PassedOverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Instrument A17\nfirmware 2.1\n\n", ',', "lines 1 to 3 are passed over, the first is 'Instrument A17'")]
    [InlineData("My table\n", ';', "line 1 ('My table') is passed over")]
    public void Text_above_the_header_is_told(string above, char delimiter, string note)
    {
        using Table table = Open(_folder.Text("t.csv", above + Rows(40, 3, delimiter, "a,b,c")));
        Assert.Contains(note, string.Join('\n', table.Notes), StringComparison.Ordinal);
        Assert.Equal(40, table.ReadNumeric(["a", "b", "c"], cancellation: Cancel).Rows);
    }

    [Theory]
    [InlineData(',', 100, 300)]
    [InlineData(';', 10, 200)]
    [InlineData('\t', 50, 400)]
    public void A_table_above_another_is_an_error(char delimiter, int first, int second)
    {
        string text = Rows(first, 2, delimiter, "x,y") + Rows(second, 3, delimiter, "x,y,z");
        string message = Fails(() => Open(_folder.Text("t.csv", text)));
        Assert.Contains($"lines 2 to {first + 1}", message, StringComparison.Ordinal);
        Assert.Contains("hold numbers in 2 cells", message, StringComparison.Ordinal);
        // What the message says to type reads the table below.
        string query = message[(message.IndexOf("\"from", StringComparison.Ordinal) + 1)..^1];
        using Table below = Table.OpenQuery(query, cancellation: Cancel);
        Assert.Equal(second, below.ReadNumeric(["x", "z"], cancellation: Cancel).Rows);
    }

    [Fact]
    public void Comments_are_told()
    {
        string text = "# made by hand\na,b\n" + Rows(30, 2, ',', null) + "# the end\n";
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.Contains("2 lines that begin with # are passed over", string.Join('\n', table.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_look_like_comments_are_an_error()
    {
        string text = "# made by hand\na,b\n" + Rows(30, 2, ',', null) + "#1.5,2.5\n" + Rows(30, 2, ',', null);
        string message = Fails(() => Open(_folder.Text("t.csv", text)));
        Assert.Contains("line 33 begins with #", message, StringComparison.Ordinal);
        string query = message[(message.IndexOf("\"from", StringComparison.Ordinal) + 1)..^1];
        using Table table = Table.OpenQuery(query, cancellation: Cancel);
        Assert.Equal(60, table.ReadNumeric(["a", "b"], cancellation: Cancel).Rows);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("\r\n\r\n")]
    public void Blank_lines_above_the_header_are_none(string blank)
    {
        string end = blank.StartsWith('\r') ? "\r\n" : "\n";
        Assert.Equal([1, 2, 3, 4], Numbers(_folder.Text("t.csv", $"{blank}a,b{end}1,2{end}3,4{end}"), "a", "b").Values);
    }

    [Fact]
    public void A_header_of_years_beside_text_is_recognised()
    {
        string rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"L{i};{i}.5;{i * 2}.25\n"));
        using Table table = Open(_folder.Text("t.csv", "land;2019;2020\n" + rows));
        Assert.Equal("land 2019 2020", string.Join(' ', table.Columns.Select(column => column.Name)));
    }

    [Theory]
    [InlineData("0,1,2", "0 1 2")]
    [InlineData("2019,2020,2021", "2019 2020 2021")]
    [InlineData("1,2,3", "1 2 3")]
    public void A_header_of_numbers_is_recognised(string header, string names)
    {
        using Table table = Open(_folder.Text("t.csv", Rows(60, 3, ',', header)));
        Assert.Equal(names, string.Join(' ', table.Columns.Select(column => column.Name)));
        Assert.Equal(60, table.ReadNumeric([table.Columns[0].Name], cancellation: Cancel).Rows);
        Assert.Contains($"its first line ({header}) is taken for the header", Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_of_an_index_is_recognised()
    {
        string rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i * 3},{i % 5}\n"));
        using Table table = Open(_folder.Text("t.csv", ",0,1\n" + rows));
        Assert.Equal("0 1", string.Join(' ', table.Columns.Skip(1).Select(column => column.Name)));
    }

    [Theory]
    [InlineData("1,2,3\n3,1,2\n2,2,2\n")]
    [InlineData("2001,1.5\n2002,2.5\n2003,3.5\n")]
    [InlineData("1.5,2.5\n0.5,0.25\n")]
    [InlineData("0,1,1\n0.5,0.5,0.25\n")]
    public void A_row_is_not_taken_for_a_header(string text)
    {
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.Equal("column0", table.Columns[0].Name);
        string note = Assert.Single(table.Notes);
        Assert.Contains("has no header line", note, StringComparison.Ordinal);
        string query = note[(note.IndexOf("\"from", StringComparison.Ordinal) + 1)..^1];
        using Table named = Table.OpenQuery(query, cancellation: Cancel);
        Assert.Equal(text.Split('\n')[0].Split(',')[0], named.Columns[0].Name);
    }

    private static string Rows(int count, int columns, char delimiter, string? header)
    {
        IEnumerable<string> rows = Enumerable.Range(0, count).Select(i =>
            string.Join(delimiter, Enumerable.Range(0, columns).Select(column => $"{Math.Sin(i + (10 * column)):0.00000}")));
        return string.Concat((header is null ? rows : rows.Prepend(header.Replace(',', delimiter))).Select(row => row + "\n"));
    }
}
