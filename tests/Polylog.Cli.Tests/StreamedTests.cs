using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>A table that is larger than the memory allowed is compressed part by part, to the same moments.</summary>
public sealed class StreamedTests : IDisposable
{
    // Two parts and a piece of a third; more than fits into a megabyte.
    private const int Rows = 60_000;

    // Parts of 20,833 rows of two columns.
    private const string Memory = "--memory=2.6667MB";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Moments_of_all_rows_are_preserved(string ending)
    {
        string table = Table(ending), kept = _folder["kept.parquet"];
        string[] line = ["compress", table, "--columns", "a,b", "--order", "3", "--size", "100", "-o", kept];
        // The Parquet table has a column of weights, all of them 1.
        string[] options = ending == "csv" ? [Memory] : ["--weight", "unused", "--memory", "4MB"];
        string text = Cli.Run([.. line, .. options]).Succeeded().Output;
        Assert.Contains("parts           of 20,8", text, StringComparison.Ordinal);
        Assert.Contains("10 up to order 3, over all rows", text, StringComparison.Ordinal);
        string found = Cli.Run("inspect", kept, "--against", table).Succeeded().Output;
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
        Assert.Contains("60,000 in the input, 60,000 in the coreset", found, StringComparison.Ordinal);
        Assert.Contains("its rows came in parts", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_targets_totals_and_gaps_stream_as_well()
    {
        string table = Table("csv", gaps: true), kept = _folder["kept.parquet"];
        string[] line =
        [
            "--columns", "a", "--target", "b", "--loss", "squared", "--weight", "n", "--drop-missing", "--order", "2", "--size", "60",
            "-o", kept,
        ];
        using JsonDocument parts = JsonDocument.Parse(
            Cli.Run(["compress", table, "--memory", "5.4MB", "--json", .. line]).Succeeded().Output);
        using JsonDocument whole = JsonDocument.Parse(
            Cli.Run(["compress", table, "--json", .. line, "--row-id", "id"]).Succeeded().Output);
        Assert.Equal(whole.RootElement.GetProperty("rows").GetInt64(), parts.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(whole.RootElement.GetProperty("dropped").GetInt64(), parts.RootElement.GetProperty("dropped").GetInt64());
        Assert.Equal(whole.RootElement.GetProperty("inputTotalWeight").GetDouble(),
            parts.RootElement.GetProperty("inputTotalWeight").GetDouble());
        Cli.Run(["compress", table, "--memory", "5.4MB", .. line]).Succeeded();
        string found = Cli.Run("inspect", kept, "--against", table).Succeeded().Output;
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Coresets_of_parts_merge_with_others()
    {
        string table = Table("csv"), both = _folder["both.parquet"];
        string first = _folder["first.parquet"], second = _folder["second.parquet"];
        Cli.Run("compress", table, "--columns", "a,b", "--order", "3", "--size", "100", Memory, "-o", first).Succeeded();
        Cli.Run("compress", table, "--columns", "a,b", "--order", "3", "--size", "90", "-o", second).Succeeded();
        Assert.Contains("which stand for 120,000 rows", Cli.Run("merge", first, second, "-o", both).Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in every group: yes (", "--group-by", "kind", "--order", "2")]
    [InlineData("in every group: yes (", "--category", "kind", "--order", "2")]
    [InlineData("in every class: yes (", "--target", "kind", "--loss", "classes")]
    [InlineData("in every group: yes (2", "--weight", "s", "--signed", "--order", "3")]
    public void Groups_classes_and_signs_go_part_by_part(string found, params string[] options)
    {
        string table = Grouped(), kept = _folder["kept.parquet"];
        Cli.Run(["compress", table, "--columns", "a,b", "--size", "400", "--memory", "4MB", "-o", kept, .. options]).Succeeded();
        string output = Cli.Run("inspect", kept, "--against", table).Succeeded().Output;
        Assert.Contains("its rows came in parts", output, StringComparison.Ordinal);
        Assert.Contains("all moments match: yes", output, StringComparison.Ordinal);
        Assert.Contains(found, output, StringComparison.Ordinal);
        Assert.Contains("total weights agree: yes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_rows_for_all_groups_are_refused_with_the_least()
    {
        string line = Cli.Fails(1, "compress", Grouped(), "--columns", "a,b", "--group-by", "kind", "--order", "3", "--size", "12",
            "--memory", "5MB", "-o", _folder["kept.csv"]);
        Assert.StartsWith("polylog: --size is 12: order 3 in 2 dimensions has 10 moments, and the ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bytes_for_any_number_of_threads()
    {
        string table = Table("csv"), one = _folder["one.csv"], other = _folder["other.csv"];
        string[] line = ["compress", table, "--columns", "a,b", "--size", "100", Memory];
        Cli.Run([.. line, "--threads", "1", "-o", one]).Succeeded();
        Cli.Run([.. line, "--threads", "3", "-o", other]).Succeeded();
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
    }

    [Fact]
    public void A_late_fault_names_its_row_and_keeps_the_old_output()
    {
        string table = _folder["late.csv"], output = _folder.Text("old.csv", "old");
        File.WriteAllText(table, File.ReadAllText(Table("csv")).TrimEnd('\n') + "\n1,,x,2\n");
        Assert.Contains("60000", Cli.Fails(1, "compress", table, "--columns", "a,b", "--size", "100", Memory, "-o", output),
            StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(output));
    }

    [Theory]
    [InlineData("which needs a --size", "--order", "2")]
    [InlineData("--tolerance cannot be used part by part", "--tolerance", "0.01")]
    [InlineData("--equal-weights cannot be used part by part", "--size", "100", "--equal-weights")]
    [InlineData("--draw cannot be used part by part", "--size", "100", "--draw", "1")]
    public void What_does_not_go_part_by_part_is_refused(string reason, params string[] options)
    {
        string line = Cli.Fails(1, ["compress", Table("csv"), "--columns", "a,b", Memory, "-o", _folder["o.csv"], .. options]);
        Assert.Contains("do not fit into the memory allowed (3 MB)", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains("raise --memory", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_memory_is_refused_with_the_least()
    {
        string line = Cli.Fails(
            1, "compress", Table("csv"), "--columns", "a,b", "--size", "100", "--memory", "1MB", "-o", _folder["o.csv"]);
        Assert.Equal("polylog: --memory is 1 MB, too little for parts of 16,384 rows; give at least 3MB", line);
        Assert.Equal("polylog: --memory is '10'; give at least 1MB, such as 500MB or 2GB",
            Cli.Fails(1, "compress", _folder["t.csv"], "--size", "9", "--memory", "10", "-o", _folder["o.csv"]));
    }

    // Groups that begin late, one of a few rows, and weights of both signs.
    private string Grouped()
    {
        var random = new Random(4);
        var text = new System.Text.StringBuilder("a,b,kind,s\n");
        for (int row = 0; row < Rows; row++)
        {
            string kind = row is > 40_000 and < 40_007 ? "rare" : row > 50_000 ? "late" : $"k{random.Next(4)}";
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{random.NextDouble()},{random.NextDouble() * random.NextDouble()},{kind},{random.Next(-2, 5)}\n");
        }
        return _folder.Text("grouped.csv", text.ToString());
    }

    private string Table(string ending, bool gaps = false)
    {
        string csv = _folder.Sample("t.csv", Rows);
        if (gaps)
        {
            string[] lines = File.ReadAllLines(csv);
            for (int i = 100; i < lines.Length; i += 1000)
                lines[i] = "," + lines[i].Split(',', 2)[1];
            File.WriteAllLines(csv, lines);
        }
        if (ending == "csv")
            return csv;
        string parquet = _folder["t.parquet"];
        Cli.Run("compress", "--sql", $"select a, b, n from '{csv}'", "--fraction", "1", "--weight-name", "unused", "--order", "1", "-o",
            parquet).Succeeded();
        return parquet;
    }
}
