using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Labels: what is equal has one code, what differs has two, whatever the file.</summary>
public sealed class LabelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_is_numbered_in_its_own_order_and_missing_comes_last()
    {
        LabelColumn labels = Labels(_folder.Text("t.csv", "x,g\n1,pear\n2,\n3,apple\n4,NA\n5,pear\n6,\"\"\n"), "g");
        Assert.Equal(["", "NA", "apple", "pear", null], labels.Texts);
        Assert.Equal([3, 4, 2, 1, 3, 0], labels.Codes);
    }

    [Theory]
    [InlineData("t.csv", "x,g\n1,10\n2,2\n3,2.0\n4,NA\n5,-0.5\n")]
    [InlineData("t.json", """[{"x":1,"g":10},{"x":2,"g":2},{"x":3,"g":2.0},{"x":4,"g":null},{"x":5,"g":-0.5}]""")]
    public void Numbers_are_numbered_by_value(string name, string content)
    {
        LabelColumn labels = Labels(_folder.Text(name, content), "g");
        Assert.Equal(["-0.5", "2", "10", null], labels.Texts);
        Assert.Equal([2, 1, 1, 3, 0], labels.Codes);
    }

    [Fact]
    public void A_table_has_the_same_labels_in_every_format()
    {
        string csv = _folder.Text(
            "t.csv", "x,n,d,b,t\n1,1,2024-02-01,true,é\n2,9007199254740993,2024-01-31,false,it's\n3,9007199254740992,,true,\n");
        string[] columns = ["n", "d", "b", "t"];
        using Table first = Open(csv);
        ColumnSelection selection = Selection(first, columns);
        NumericRows expected = first.Read(selection, cancellation: Cancel);
        Assert.Equal(3, expected.Labels[0].Texts.Count);
        foreach (string name in (string[])["o.parquet", "o.json", "o.tsv", "o.csv"])
        {
            first.WriteRows(_folder[name], Pick(0, 1, 2), Cancel);
            using Table other = Open(_folder[name]);
            NumericRows rows = other.Read(selection, cancellation: Cancel);
            for (int column = 0; column < columns.Length; column++)
            {
                Assert.Equal(expected.Labels[column].Texts, rows.Labels[column].Texts);
                Assert.Equal(expected.Labels[column].Codes, rows.Labels[column].Codes);
            }
        }
    }

    [Fact]
    public void Labels_and_numbers_stay_on_their_rows_across_chunks_and_dropped_rows()
    {
        string path = _folder.Parquet(
            "t.parquet",
            "select case when i % 11 = 0 then null else i::double end as x, i * 2 as y, 'a long enough label ' || (i % 7) as g, case when "
                + "i % 13 = 0 then null else i % 3 end as c "
                + "from range(50000) t(i)");
        using Table table = Open(path);
        NumericRows rows = table.Read(
            new ColumnSelection(["x"])
            {
                Further = [["y", "x"], []],
                Labels = [new("g"), new("c", MissingIsLabel: false)],
                WeightColumn = "y",
                Missing = MissingRows.Drop,
            },
            cancellation: Cancel);
        Assert.Equal(Ask<int>($"select count(*) from '{path}' where x is not null and c is not null"), rows.Rows);
        for (int row = 0; row < rows.Rows; row++)
        {
            long i = rows.RowNumber(row);
            Assert.Equal(
                (i, 2 * i, i, 2 * i), (rows.Values[row], rows.Further[0][2 * row], rows.Further[0][2 * row + 1], rows.Weights![row]));
            Assert.Equal(($"a long enough label {i % 7}", $"{i % 3}"),
                (rows.Labels[0].Texts[rows.Labels[0].Codes[row]], rows.Labels[1].Texts[rows.Labels[1].Codes[row]]));
        }
    }

    [Fact]
    public void A_label_that_has_to_be_there_is_missed_by_name()
    {
        using Table table = Open(_folder.Text("t.csv", "x,g\n1,a\n2,\n"));
        Says("column 'g' has 1 missing value (first in row 1)", () =>
            table.Read(new ColumnSelection(["x"]) { Labels = [new("g", MissingIsLabel: false)] }, cancellation: Cancel));
    }

    [Fact]
    public void Marks_of_missing_numbers_are_missing_beside_labels_too()
    {
        using Table table = Open(_folder.Text("t.csv", "x,g\nNA,a\n2,b\n?,a\n"));
        NumericRows rows = table.Read(new ColumnSelection(["x"]) { Labels = [new("g")], Missing = MissingRows.Drop }, cancellation: Cancel);
        Assert.Equal([2], rows.Values);
        Assert.Equal(["b"], rows.Labels[0].Texts);
    }

    private static ColumnSelection Selection(Table table, params string[] columns) =>
        new(["x"]) { Labels = [.. columns.Select(column => new LabelSelection(column, table.Column(column).TypeName))] };

    private static LabelColumn Labels(string path, string column)
    {
        using Table table = Open(path);
        return table.Read(Selection(table, column), cancellation: Cancel).Labels[0];
    }
}
