using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>A column is one of numbers where every cell that is not blank is a number as people write it.</summary>
public sealed class NumberTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("+0.5", 0.5)]
    [InlineData("3.0 ", 3)]
    [InlineData(" 3.0", 3)]
    [InlineData("1.5D+03", 1500)]
    [InlineData("-2d-1", -0.2)]
    [InlineData("\"1,234\"", 1234)]
    [InlineData("\"-1,234,567.5\"", -1234567.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1E5", 1e5)]
    public void Every_way_to_write_a_number_is_read(string cell, double value)
    {
        foreach (bool late in new[] { false, true })
        {
            // Types come from the first 20,480 rows; later cells are read in the same way.
            int before = late ? 21_000 : 5;
            string text = "x,y\n" + string.Concat(Enumerable.Repeat("0.25,1\n", before)) + $"{cell},2\n0.75,3\n";
            using Table table = Open(_folder.Text("t.csv", text));
            Assert.True(table.Column("x").IsNumeric);
            NumericRows rows = table.ReadNumeric(["x", "y"], cancellation: Cancel);
            Assert.Equal(value, rows.Values[2 * before]);
            Assert.Equal(0.75, rows.Values[2 * (before + 1)]);
        }
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("   ")]
    [InlineData(" NA ")]
    [InlineData("")]
    public void Blanks_are_missing_values(string cell)
    {
        string text = "id,x\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"c{i},{(i % 10 == 0 ? cell : $"{i}.5")}\n"));
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.True(table.Column("x").IsNumeric);
        Assert.Contains("column 'x' has 3 missing values (first in row 0)", Fails(() => table.ReadNumeric(["x"], cancellation: Cancel)),
            StringComparison.Ordinal);
        Assert.Equal(27, table.ReadNumeric(["x"], missing: MissingRows.Drop, cancellation: Cancel).Rows);
    }

    [Fact]
    public void One_word_keeps_a_column_text_and_is_told()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{(i == 7 ? "about 3" : $"{i}")},{i}\n"));
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.False(table.Column("a").IsNumeric);
        Says("column 'a' in t.csv is text: 1 of its first 50 values is no number, the first is 'about 3' in row 7",
            () => table.ReadNumeric(["a"], cancellation: Cancel));
    }

    [Fact]
    public void Numbers_with_signs_are_numbers_in_whole_columns()
    {
        string text = "x;y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"+{i},5;-{i}\n"));
        Assert.Equal([0.5, 0, 1.5, -1], Numbers(_folder.Text("t.csv", text), "x", "y").Values[..4]);
    }

    [Fact]
    public void Commas_that_can_be_decimal_or_between_thousands_are_told()
    {
        using (Table table = Open(_folder.Text("t.csv", "price;x\n1,234;0,5\n2,345;0,25\n")))
        {
            Assert.Equal([1.234, 0.5, 2.345, 0.25], table.ReadNumeric(["price", "x"], cancellation: Cancel).Values);
            Assert.Equal(["t.csv: numbers such as 1,234 in column 'price' are read with a decimal comma, as 1.234; if commas are between "
                + "thousands, use "
                + $"Table.OpenQuery \"select * replace (cast(replace(price, ',', '') as double) as price) from '{_folder["t.csv"]}'\""],
                    table.Notes);
        }
        using Table other = Open(_folder.Text("u.csv", "price;x\n1,234;0,5\n2,5;0,25\n"));
        Assert.Empty(other.Notes);
    }

    [Fact]
    public void A_written_number_keeps_its_text_and_its_value()
    {
        string path = _folder.Text("t.csv", "n,x\n+3,1\n4 ,2\n\"1,500\",3\n2,4\n");
        Assert.Contains("\"1,500\",3,2.5", Rewrite(path, _folder["o.csv"], Pick(0, 1, 2)), StringComparison.Ordinal);
        using (Table table = Open(path))
            table.WriteRows(_folder["o.parquet"], Pick(0, 1, 2), Cancel);
        Assert.Equal(1507, Ask<double>($"select sum(n) from '{_folder["o.parquet"]}'"));
        using Table kept = Open(_folder["o.parquet"]), whole = Open(path);
        Assert.Equal(new RowMembership(3, 3), RowMembership.Count(kept, whole, ["weight"], cancellation: Cancel));
    }

    [Fact]
    public void One_word_among_decimal_commas_is_told()
    {
        string text = "v;z\n" + string.Concat(Enumerable.Range(0, 50).Select(i => i == 7 ? "abc;1\n" : $"-{i},2;{i}\n"));
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.Equal([new StrayText("v", "abc", 7, 49, 50)], table.StrayTexts(["v"], Cancel));
    }

    [Theory]
    [InlineData("12%")]
    [InlineData("$12")]
    [InlineData("1.234.567")]
    [InlineData("12 345")]
    public void Numbers_with_signs_around_them_are_told(string cell)
    {
        using Table table = Open(_folder.Text("t.csv", "a,b\n" + string.Concat(Enumerable.Repeat($"{cell},1\n", 20))));
        Assert.True(Assert.Single(table.StrayTexts(["a"], Cancel)).IsMeantAsNumbers);
    }

    [Theory]
    [InlineData("1_1", "2_10")]
    [InlineData("0x0", "0x12fd1")]
    public void Names_that_the_engine_takes_for_numbers_stay_text(string first, string second)
    {
        string path = _folder.Text("t.csv", $"id,x\n{first},1.5\n{second},2.5\n");
        using Table table = Open(path);
        Assert.False(table.Column("id").IsNumeric);
        Assert.StartsWith($"id,x,weight\n{first},1.5,", Rewrite(path, _folder["o.csv"], Pick(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_as_text_in_json_are_told()
    {
        using Table quoted = Open(_folder.Text("q.json", "[{\"a\":1,\"b\":\"2\"},{\"a\":2,\"b\":\"3\"}]"));
        Assert.Equal("is text in the file, though its values are numbers", Assert.Single(quoted.StrayTexts(["b"], Cancel)).Sentence);
        using Table mixed = Open(_folder.Text("m.json", "[{\"v\":-1.5},{\"v\":2},{\"v\":\"abc\"}]"));
        Assert.Equal([new StrayText("v", "abc", 2, 2, 3)], mixed.StrayTexts(["v"], Cancel));
    }

    [Fact]
    public void A_column_without_values_takes_the_type_it_has_in_another_file()
    {
        _folder.Text("p1.csv", "a,b\n1,5\n2,6\n");
        _folder.Text("p2.csv", "a,b\n3,\n4,\n");
        using Table table = Open(_folder["p*.csv"]);
        Assert.True(table.Column("b").IsNumeric);
        NumericRows rows = table.ReadNumeric(["a", "b"], missing: MissingRows.Drop, cancellation: Cancel);
        Assert.Equal([1, 5, 2, 6], rows.Values);
        Assert.Equal(2, rows.Dropped);
    }

    [Fact]
    public void Lists_and_times_are_numbers_when_they_are_named()
    {
        string path = _folder.Text("t.json", "[{\"id\":1,\"e\":[1.5,2.5],\"t\":\"1970-01-02T12:00:00\"},"
            + "{\"id\":2,\"e\":[3.5,4.5],\"t\":\"1970-01-03T00:00:00\"}]");
        using Table table = Open(path);
        Assert.Equal(["e[1]", "e[2]"], table.Features("e", Cancel));
        Assert.Equal(["t"], table.Features("t", Cancel));
        Assert.Equal([1.5, 2.5, 1.5, 3.5, 4.5, 2], table.ReadNumeric(["e[1]", "e[2]", "t"], cancellation: Cancel).Values);
        Assert.Equal([0.75], Numbers(_folder.Parquet("time.parquet", "select time '18:00:00' as t"), "t").Values);
        Says("no column 'e[x]'", () => table.Column("e[x]"));
    }

    [Fact]
    public void Lists_that_are_not_equally_long_are_refused()
    {
        using Table table = Open(_folder.Text("t.json", "[{\"e\":[1,2]},{\"e\":[3,4]},{\"e\":[5]}]"));
        Says("a list of 2 in row 0 and one of 1 in row 2", () => table.Features("e", Cancel));
        Assert.Equal([1, 3, 5], table.ReadNumeric(["e[1]"], cancellation: Cancel).Values);
    }

    [Fact]
    public void Signed_weights_are_magnitudes_and_signs()
    {
        using Table table = Open(_folder.Text("t.csv", "x,w\n1,-2\n2,3\n3,0\n"));
        NumericRows rows = table.Read(new ColumnSelection(["x"]) { WeightColumn = "w", IsSigned = true }, cancellation: Cancel);
        Assert.Equal([2, 3, 0], rows.Weights!);
        Assert.Equal(["negative", "positive"], rows.Labels[^1].Texts);
        Assert.Equal([0, 1, 1], rows.Labels[^1].Codes);
        Says("add ColumnSelection.IsSigned", () => table.ReadNumeric(["x"], "w", cancellation: Cancel));
    }
}
