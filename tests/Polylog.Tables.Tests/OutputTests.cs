using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_output_that_cannot_be_is_refused_beforehand()
    {
        string input = _folder.Text("t.csv", "a\n1\n");
        File.CreateSymbolicLink(_folder["link.csv"], input);
        Directory.CreateDirectory(_folder["sub"]);
        File.CreateSymbolicLink(_folder["loop"], _folder.FullPath);
        Says("is an input as well", () => Table.CheckOutput(input, [input]));
        Says("is an input as well", () => Table.CheckOutput(_folder["link.csv"], [input]));
        Says("is an input as well", () => Table.CheckOutput(_folder["loop/sub/../t.csv"], [input]));
        Says("is a folder", () => Table.CheckOutput(_folder["sub"], [input]));
        Says("there is no folder", () => Table.CheckOutput(_folder["no/o.csv"], [input]));
        Says(".csv, .tsv", () => Table.CheckOutput(_folder["o.xls"], [input]));
        Table.CheckOutput(_folder["o.csv"], [input]);
        Assert.Equal(["link.csv", "t.csv"], _folder.Names.Where(name => name != "loop"));
    }

    [Fact]
    public void A_link_to_the_output_stays_a_link()
    {
        string input = _folder.Text("t.csv", "a\n1\n");
        File.CreateSymbolicLink(_folder["o.csv"], _folder.Text("real.csv", "old"));
        Rewrite(input, _folder["o.csv"], Pick(0));
        Assert.NotNull(new FileInfo(_folder["o.csv"]).LinkTarget);
        Assert.Equal("a,weight\n1,0.5\n", File.ReadAllText(_folder["real.csv"]));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        string input = _folder.Text("t.csv", "a\n1\n2\n");
        string output = _folder.Text("o.csv", "old");
        Says("only 1 of the 2 rows to write were found", () => Rewrite(input, output, Pick(1, 2)));
        using Table query = Table.OpenQuery("select 170141183460469231731687303715884105727::hugeint as h", cancellation: Cancel);
        _folder.Text("o.parquet", "old too");
        Fails(() => query.WriteRows(_folder["o.parquet"], Pick(0), Cancel));
        Assert.Equal(["o.csv", "o.parquet", "t.csv"], _folder.Names);
        Assert.Equal(("old", "old too"), (File.ReadAllText(output), File.ReadAllText(_folder["o.parquet"])));
    }

    [Fact]
    public void An_input_that_changed_meanwhile_is_noticed()
    {
        string input = _folder.Text("t.csv", "a\n1\n2\n");
        using Table table = Open(input);
        table.ReadNumeric(["a"], cancellation: Cancel);
        _folder.Text("t.csv", "a\n5\n1\n2\n");
        Says("changed while", () => table.WriteRows(_folder["o.csv"], Pick(1), Cancel));
        Assert.Equal(["t.csv"], _folder.Names);
    }

    [Fact]
    public void Metadata_comes_back()
    {
        var metadata = new Dictionary<string, string>
        {
            ["polylog.version"] = "1.2",
            ["we'ird \"key\""] = "naïve 数 'x'\nline",
            ["empty"] = "",
        };
        string input = _folder.Text("t.csv", "a\n1\n");
        using Table table = Open(input);
        table.WriteRows(_folder["o.parquet"], Pick(0) with { Metadata = metadata }, Cancel);
        Assert.Equal(metadata, TableMetadata.Read(_folder["o.parquet"]));
        Assert.Empty(TableMetadata.Read(_folder.Parquet("plain.parquet", "select 1 as a")));
        Says("not a Parquet or Arrow file", () => TableMetadata.Read(input));
        Says("no file", () => TableMetadata.Read(_folder["gone.parquet"]));
        Says("bad.parquet", () => TableMetadata.Read(_folder.Text("bad.parquet", "PAR1")));
    }

    [Theory]
    [InlineData("o.csv")]
    [InlineData("o.parquet")]
    [InlineData("o.json")]
    public void Numbers_without_a_table_are_written(string name)
    {
        double[] x = [.. Enumerable.Range(0, 10_000).Select(row => Math.Sin(row))];
        double[] y = [.. Enumerable.Range(0, 10_000).Select(row => row / 3.0)];
        TableWriter.Write(_folder[name], [new("a \"x\"", x), new("select", y)], cancellation: Cancel);
        Assert.Equal(x.Zip(y).SelectMany(pair => new[] { pair.First, pair.Second }), Numbers(_folder[name], "a \"x\"", "select").Values);
        Assert.Equal([name], _folder.Names);
        Says("there is no folder", () => TableWriter.Write(_folder["no/o.csv"], [new("x", x)], cancellation: Cancel));
    }
}
