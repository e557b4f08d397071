using System.Globalization;
using System.Text;

namespace Polylog.Tables.Tests;

/// <summary>A table that is read from a row on has the parts that it has from there when it is read from the beginning.</summary>
public sealed class LaterPartTests : IDisposable
{
    private const int Most = 3000;

    private static readonly ColumnSelection s_selection = new(["a", "b"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    [InlineData("json")]
    [InlineData("parquet", "parquet")]
    [InlineData("csv", "parquet")]
    [InlineData("parquet", "csv", "parquet")]
    public void Later_parts_are_the_same_from_any_part_on(params string[] endings)
    {
        string[] files = [.. endings.Select((ending, index) => Made($"{index}", ending, 7001, i => Cell(i)))];
        int rows = 7001 * files.Length;
        var selection = new ColumnSelection(["a", "b"]) { Missing = MissingRows.Drop };
        using Table table = Table.OpenFiles(files);
        NumericRows[] all = [.. table.ReadParts(selection, Most, null, TestContext.Current.CancellationToken)];
        Assert.All(all[..^1], part => Assert.Equal(Most, part.TotalRows));
        Assert.Equal(rows, all.Sum(part => part.TotalRows));
        for (int skipped = 0; skipped <= all.Length; skipped++)
        {
            long first = all[..skipped].Sum(part => part.TotalRows);
            NumericRows[] later = [.. table.ReadParts(selection, Most, first, null, TestContext.Current.CancellationToken)];
            Assert.Equal(all.Length - skipped, later.Length);
            Assert.All(all[skipped..].Zip(later), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
            Assert.Equal(Numbers(all[skipped..]), Numbers(later));
        }

        static string? Cell(int i) => i % 1000 == 7 ? "" : null;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(6999)]
    [InlineData(7000)]
    [InlineData(7001)]
    public void Any_row_can_be_the_first(int first)
    {
        using Table table = Table.OpenFiles([Made("t", "parquet", 7000, i => null)]);
        NumericRows[] later = [.. table.ReadParts(s_selection, Most, first, null, TestContext.Current.CancellationToken)];
        Assert.Equal(Enumerable.Range(first, Math.Max(0, 7000 - first)).Select(i => (long)i), Numbers(later));
        Assert.Equal(table.ReadNumeric(["a", "b"]).Values.Skip(2 * first), later.SelectMany(part => part.Values));
    }

    [Fact]
    public void A_column_may_have_the_name_of_the_engines_row_number()
    {
        string text = "file_row_number,b\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{5000 - i},{i}\n"));
        using Table csv = Table.OpenFiles([_folder.Text("n.csv", text)]);
        string path = _folder["n.parquet"];
        csv.WriteRows(path, All(5000), TestContext.Current.CancellationToken);
        using Table table = Table.OpenFiles([path]);
        NumericRows part = Assert.Single(
            table.ReadParts(new ColumnSelection(["b"]), Most, 4000, null, TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(4000, 1000).Select(i => (double)i), part.Values);
    }

    [Fact]
    public void A_part_without_rows_tells_how_many_were_left_out()
    {
        using Table table = Table.OpenFiles([Made("gap", "csv", 7000, i => i is >= 3000 and < 6000 ? "" : null)]);
        var selection = new ColumnSelection(["a", "b"]) { Missing = MissingRows.Drop };
        NumericRows[] parts = [.. table.ReadParts(selection, Most, null, TestContext.Current.CancellationToken)];
        Assert.Equal([3000, 0, 1000], parts.Select(part => part.Rows));
        Assert.Equal([0, 3000, 0], parts.Select(part => part.Dropped));
    }

    [Fact]
    public void A_late_fault_names_its_file_and_the_row_there()
    {
        using Table table = Table.OpenFiles(
            [Made("one", "parquet", 7000, i => null), Made("two", "parquet", 7000, i => i == 1234 ? "" : null)]);
        TableException exception = Assert.Throws<TableException>(
            () => table.ReadParts(s_selection, Most, null, TestContext.Current.CancellationToken).Count());
        Assert.Contains("(first in row 8234, which is row 1234 of two.parquet)", exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<long> Numbers(NumericRows[] parts) =>
        parts.SelectMany(part => Enumerable.Range(0, part.Rows).Select(part.RowNumber));

    // The second column has the cell given; null for a number.
    private string Made(string name, string ending, int rows, Func<int, string?> cell)
    {
        var text = new StringBuilder("a,b,weight\n");
        for (int i = 0; i < rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{Math.Sin(i):R},{cell(i) ?? i.ToString(CultureInfo.InvariantCulture)},1\n");
        string csv = _folder.Text($"{name}.csv", text.ToString());
        if (ending == "csv")
            return csv;
        using Table table = Table.OpenFiles([csv]);
        string path = _folder[$"{name}.{ending}"];
        table.WriteRows(path, All(rows) with { ReplacedColumn = "weight" }, TestContext.Current.CancellationToken);
        return path;
    }

    private static RowSelection All(int rows) =>
        new(Array.ConvertAll(Enumerable.Range(0, rows).ToArray(), i => (long)i), new double[rows], "weight");
}
