using System.Globalization;
using System.Text;

namespace Polylog.Tables.Tests;

/// <summary>A table that is read part by part has the rows that it has when it is read whole.</summary>
public sealed class PartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    [InlineData("json")]
    public void Parts_are_the_rows_of_the_table(string ending)
    {
        using Table table = Table.OpenFiles([Made(ending, 10_000, i => null)]);
        var selection = new ColumnSelection(["a", "b"]) { WeightColumn = "w", Further = [[], ["a"]] };
        NumericRows whole = table.Read(selection, null, TestContext.Current.CancellationToken);
        NumericRows[] parts = [.. table.ReadParts(selection, 3000, null, TestContext.Current.CancellationToken)];
        Assert.InRange(parts.Length, 2, 4);
        Assert.Equal(whole.Values, parts.SelectMany(part => part.Values));
        Assert.Equal(whole.Weights, parts.SelectMany(part => part.Weights!));
        Assert.Equal(whole.Further[1], parts.SelectMany(part => part.Further[1]));
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (long)i), Numbers(parts));
    }

    [Fact]
    public void Rows_left_out_keep_the_numbers_of_the_others()
    {
        using Table table = Table.OpenFiles([Made("csv", 10_000, i => i % 7 == 3 ? "" : null)]);
        var selection = new ColumnSelection(["a", "b"]) { Missing = MissingRows.Drop };
        NumericRows whole = table.Read(selection, null, TestContext.Current.CancellationToken);
        NumericRows[] parts = [.. table.ReadParts(selection, 2500, null, TestContext.Current.CancellationToken)];
        Assert.Equal(whole.Values, parts.SelectMany(part => part.Values));
        Assert.Equal(Enumerable.Range(0, whole.Rows).Select(whole.RowNumber), Numbers(parts));
        Assert.Equal(whole.Dropped, parts.Sum(part => part.Dropped));
    }

    [Fact]
    public void A_late_fault_is_named_with_its_row()
    {
        using Table table = Table.OpenFiles([Made("csv", 9000, i => i == 8000 ? "" : null)]);
        using IEnumerator<NumericRows> parts =
            table.ReadParts(new ColumnSelection(["a", "b"]), 3000, null, TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(parts.MoveNext());
        string message = "";
        try
        {
            while (parts.MoveNext())
            {
            }
        }
        catch (TableException exception)
        {
            message = exception.Message;
        }
        Assert.Contains("8000", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_below_0_are_refused_and_a_part_of_weight_0_is_not()
    {
        using Table table = Table.OpenFiles([_folder.Text("t.csv", "a,w\n1,0\n2,0\n3,5\n")]);
        var selection = new ColumnSelection(["a"]) { WeightColumn = "w" };
        IEnumerable<NumericRows> parts = table.ReadParts(selection, 2, null, TestContext.Current.CancellationToken);
        Assert.Equal([0, 0, 5], parts.SelectMany(part => part.Weights!));
        using Table signed = Table.OpenFiles([_folder.Text("s.csv", "a,w\n1,0\n2,-1\n3,5\n")]);
        Assert.Throws<TableException>(() => signed.ReadParts(selection, 2, null, TestContext.Current.CancellationToken).Count());
        NumericRows[] both =
            [.. signed.ReadParts(selection with { IsSigned = true }, 2, null, TestContext.Current.CancellationToken)];
        Assert.Equal([0, 1, 5], both.SelectMany(part => part.Weights!));
        Assert.Equal(["negative", "positive"], both.Select(part => Assert.Single(part.Labels).Texts[^1]));
        Assert.Equal(2, both[1].RowNumber(0));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Labels_of_all_parts_are_those_of_the_whole_table(string ending)
    {
        using Table table = Table.OpenFiles([Made(ending, 8000, i => null)]);
        var selection = new ColumnSelection(["b"]) { Labels = [new LabelSelection("w")], Missing = MissingRows.Drop };
        NumericRows whole = table.Read(selection, null, TestContext.Current.CancellationToken);
        foreach (long first in new long[] { 0, 5000 })
        {
            IEnumerable<string?> labels = table.ReadParts(selection, 1500, first, null, TestContext.Current.CancellationToken)
                .SelectMany(part => Texts(part.Labels[0]));
            Assert.Equal(Texts(whole.Labels[0]).Skip((int)first), labels);
        }

        static IEnumerable<string?> Texts(LabelColumn labels) => labels.Codes.Select(code => labels.Texts[code]);
    }

    [Fact]
    public void A_sample_is_spread_over_a_Parquet_table()
    {
        using Table table = Table.OpenFiles([Made("parquet", 10_000, i => null)]);
        NumericRows sample = table.ReadSpread(new ColumnSelection(["w"]), 1000, null, TestContext.Current.CancellationToken)!;
        Assert.InRange(sample.Rows, 990, 1010);
        Assert.Equal(2, sample.Values.Average(), 0.05);
        NumericRows all = table.ReadSpread(new ColumnSelection(["a"]), 20_000, null, TestContext.Current.CancellationToken)!;
        Assert.Equal(table.ReadNumeric(["a"]).Values, all.Values);
        using Table text = Table.OpenFiles([Made("csv", 100, i => null)]);
        Assert.Null(text.ReadSpread(new ColumnSelection(["w"]), 10, null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("csv", 0.3, 3)]
    [InlineData("parquet", 1, 1)]
    public void The_memory_is_told_beforehand(string ending, double least, double most)
    {
        using Table table = Table.OpenFiles([Made(ending, 10_000, i => null)]);
        Assert.InRange(table.NumberBytes(3, TestContext.Current.CancellationToken) / (10_000 * 3 * sizeof(double)), least, most);
        using Table query = Table.OpenQuery("select 1 as a");
        Assert.Equal(0, query.NumberBytes(1, TestContext.Current.CancellationToken));
    }

    private static IEnumerable<long> Numbers(NumericRows[] parts) =>
        parts.SelectMany(part => Enumerable.Range(0, part.Rows).Select(part.RowNumber));

    // The second column has the cell given; null for a number.
    private string Made(string ending, int rows, Func<int, string?> cell)
    {
        var text = new StringBuilder("a,b,w\n");
        for (int i = 0; i < rows; i++)
        {
            string b = cell(i) ?? Number(Math.Cos(i));
            text.Append(CultureInfo.InvariantCulture, $"{Number(Math.Sin(i))},{b},{1 + i % 3}\n");
        }
        string csv = _folder.Text("made.csv", text.ToString());
        if (ending == "csv")
            return csv;
        using Table table = Table.OpenFiles([csv]);
        string path = _folder[$"made.{ending}"];
        long[] all = [.. Enumerable.Range(0, rows).Select(i => (long)i)];
        table.WriteRows(path, new RowSelection(all, new double[rows], "weight"), TestContext.Current.CancellationToken);
        return path;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
