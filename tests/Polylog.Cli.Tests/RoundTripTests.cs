using System.Globalization;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>Coresets of compress pass inspect, for all formats and column names.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    public void Every_format(string ending)
    {
        string first = _folder[$"first.{ending}"];
        string second = _folder[$"second.{ending}"];
        Cli.Run("compress", _folder.Sample("t.csv", 400), "-o", first, "--order", "3", "--size", "100").Succeeded();
        Check(first, _folder["t.csv"], 400, 100);
        // A coreset is a table with weights and can be compressed again.
        Cli.Run("compress", first, "-o", second, "--weight", "weight", "--columns", "a,b", "--order", "3", "--size", "40").Succeeded();
        JsonElement report = Check(second, first, 100, 40, "--weight", "weight", "--columns", "a,b");
        Assert.Equal(400, report.GetProperty("totalWeight").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("csv", "any")]
    [InlineData("parquet", "smooth")]
    [InlineData("parquet", "kinked")]
    public void Automatic_orders(string ending, string use)
    {
        string output = _folder[$"out.{ending}"];
        CliResult made = Cli.Run("compress", _folder.Sample("t.csv", 600), "-o", output, "--size", "90", "--for", use, "--order", "auto",
            "--json").Succeeded();
        using var compressed = JsonDocument.Parse(made.Output);
        JsonElement claimed = compressed.RootElement.GetProperty("certificate");
        int order = claimed.GetProperty("order").GetInt32();
        JsonElement report = ending == "parquet" ? Check(output, _folder["t.csv"], 600, 90)
            : Check(output, _folder["t.csv"], 600, 90, "--order", $"{order}", "--for", use);
        Assert.Equal(order, report.GetProperty("order").GetInt32());
        // The two commands must find the same numbers.
        Assert.True(JsonElement.DeepEquals(claimed.GetProperty("discrepancy"), report.GetProperty("discrepancy")));
        Assert.True(JsonElement.DeepEquals(claimed.GetProperty("panel").GetProperty("coreset"),
            report.GetProperty("testFunctions").GetProperty("coreset")));
        Assert.Equal(use, report.GetProperty("testFunctions").GetProperty("use").GetString());
        JsonElement certificate = report.GetProperty("certificate");
        Assert.Equal(ending == "parquet" ? JsonValueKind.Object : JsonValueKind.Null, certificate.ValueKind);
        if (ending == "parquet")
            Assert.True(certificate.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void Row_ids_are_row_numbers()
    {
        string output = _folder["out.csv"];
        Cli.Run("compress", _folder.Sample("t.csv", 300), "-o", output, "--order", "3", "--size", "60", "--row-id", "row").Succeeded();
        string[] input = File.ReadAllLines(_folder["t.csv"]);
        string[] kept = File.ReadAllLines(output);
        Assert.Equal("a,b,kind,n,row,weight", kept[0]);
        foreach (string line in kept.Skip(1))
        {
            string[] cells = line.Split(',');
            Assert.Equal(input[1 + int.Parse(cells[4], CultureInfo.InvariantCulture)], string.Join(',', cells[..4]));
        }
        Assert.Contains("a column 'row' that t.csv does not have; if it contains row numbers use --row-id row",
            Cli.Fails(1, "inspect", output, "--against", _folder["t.csv"]), StringComparison.Ordinal);
        Check(output, _folder["t.csv"], 300, kept.Length - 1, "--row-id", "row");
    }

    [Fact]
    public void Rows_with_missing_values_are_left_out_on_request()
    {
        string text = File.ReadAllText(_folder.Sample("whole.csv", 200));
        _folder.Text("t.csv", text + ",1,x,2\n3,NA,x,2\n");
        string output = _folder["out.parquet"];
        CliResult result = Cli.Run("compress", _folder["t.csv"], "-o", output, "--size", "50", "--drop-missing", "--json").Succeeded();
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(2, json.RootElement.GetProperty("dropped").GetInt32());
        Assert.Equal(200, json.RootElement.GetProperty("rows").GetInt32());
        Check(output, _folder["t.csv"], 200, 50);
    }

    [Fact]
    public void A_query()
    {
        _folder.Sample("t.csv", 300);
        string sql = $"select a, b, n from '{_folder["t.csv"]}' where kind = 'x'";
        string output = _folder["out.parquet"];
        Cli.Run("compress", "--sql", sql, "-o", output).Succeeded();
        Assert.Equal(0, Cli.Run("inspect", output, "--against-sql", sql).Succeeded().ExitCode);
    }

    [Fact]
    public void Several_files_and_patterns()
    {
        _folder.Sample("part1.csv", 100);
        _folder.Sample("part2.csv", 150);
        string output = _folder["out.parquet"];
        Cli.Run("compress", _folder["part*.csv"], "-o", output, "--size", "40").Succeeded();
        Check(output, _folder["part*.csv"], 250, 40);
        CliResult listed = Cli.Run("inspect", output, "--against", _folder["part1.csv"], _folder["part2.csv"]);
        Assert.Equal(0, listed.Succeeded().ExitCode);
    }

    [Theory]
    [InlineData("[x],[red]y[/],kind,n")]
    [InlineData("a b,c d,kind,n")]
    [InlineData("\"q\"\"1\",q'2,kind,n")]
    [InlineData("\u00e4,\u6570,kind,n")]
    public void Odd_column_names(string header)
    {
        string output = _folder["[out].parquet"];
        CliResult result = Cli.Run("compress", _folder.Sample("[t].csv", 200, header), "-o", output, "--size", "50").Succeeded();
        string name = header.Split(',')[1];
        Assert.Contains(name, result.Output, StringComparison.Ordinal);
        Check(output, _folder["[t].csv"], 200, 50);
    }

    [Fact]
    public void A_name_with_a_comma_is_given_alone()
    {
        _folder.Sample("t.csv", 200, "\"a,b\",c,kind,n");
        using var json = JsonDocument.Parse(
            Cli.Run("compress", _folder["t.csv"], "-o", _folder["o.csv"], "--columns", "a,b", "--columns", "n,c",
                "--json").Succeeded().Output);
        Assert.Equal(["a,b", "n", "c"], json.RootElement.GetProperty("columns").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void The_input_weight_is_replaced_where_it_has_the_same_name()
    {
        string input = _folder.Sample("t.csv", 200);
        string output = _folder["out.csv"];
        Cli.Run("compress", input, "-o", output, "--weight", "n", "--weight-name", "n", "--order", "3", "--size", "50").Succeeded();
        Assert.Equal("a,b,kind,n", File.ReadLines(output).First());
        JsonElement report = Check(output, input, 200, 50, "--weight", "n", "--weight-name", "n");
        Assert.Equal(600, report.GetProperty("totalWeight").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("--order", "2", "--size", "40", "--exclude", "n", "--weight-name", "w x", "--row-id", "id")]
    [InlineData("--order", "auto", "--size", "15")]
    [InlineData("--size", "40", "--for", "kinked")]
    [InlineData("--size", "150", "--for", "smooth", "--columns", "a")]
    [InlineData("--size", "200", "--columns", "a")]
    public void The_next_step_that_is_printed_works(params string[] options)
    {
        string input = _folder.Sample("my table.csv", 200);
        CliResult result = Cli.Run(["compress", input, "-o", _folder["out.csv"], .. options]).Succeeded();
        string line = result.Output.TrimEnd('\n').Split("check it: polylog ")[1];
        string[] arguments = [.. line.Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ',
            StringSplitOptions.RemoveEmptyEntries))];
        Assert.Contains("all moments match: yes", Cli.Run(arguments).Succeeded().Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement Check(string coreset, string input, int rows, int most, params string[] more)
    {
        CliResult result = Cli.Run(["inspect", coreset, "--against", input, "--json", .. more]).Succeeded();
        JsonElement report = JsonDocument.Parse(result.Output).RootElement;
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal(rows, report.GetProperty("rows").GetInt32());
        int kept = report.GetProperty("kept").GetInt32();
        Assert.InRange(kept, 1, most);
        Assert.Equal(kept, report.GetProperty("found").GetInt32());
        Assert.InRange(report.GetProperty("momentResidual").GetDouble(), 0, 1e-13);
        return report;
    }
}
