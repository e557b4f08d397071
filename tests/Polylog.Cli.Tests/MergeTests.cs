using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>Coresets of parts become one whose weights and moments are those of all rows.</summary>
public sealed class MergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--columns", "a,b", "--order", "3")]
    [InlineData("--columns", "a", "--target", "b", "--loss", "squared", "--order", "2")]
    [InlineData("--columns", "a,b", "--group-by", "kind", "--order", "2")]
    public void Moments_are_those_of_the_whole_table(params string[] options)
    {
        string table = _folder.Sample("t.csv", 3000, "a,b,kind,n");
        string first = Part(table, "n < 3", "first", options), second = Part(table, "n >= 3", "second", options);
        string merged = _folder["merged.parquet"];
        string text = Cli.Run("merge", first, second, "-o", merged).Succeeded().Output;
        Assert.Contains("2, which stand for 3,000 rows", text, StringComparison.Ordinal);
        string found = Cli.Run("inspect", merged, "--against", table).Succeeded().Output;
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
        Assert.Contains("3,000 in the input, 3,000 in the coreset", found, StringComparison.Ordinal);
        // The same with the parts, which the next step names.
        Cli.Run("inspect", merged, "--against", first, second).Succeeded();
    }

    [Fact]
    public void A_merge_of_merges_stands_for_all_rows()
    {
        string table = _folder.Sample("t.csv", 4000, "a,b,kind,n");
        string[] options = ["--columns", "a,b", "--order", "3"];
        string[] parts = [.. Enumerable.Range(0, 4).Select(i => Part(table, i < 3 ? $"n = {i + 1}" : "n > 3", $"p{i}", options))];
        string left = Merged("left", parts[..2]), right = Merged("right", parts[2..]), all = _folder["all.parquet"];
        using JsonDocument json = JsonDocument.Parse(Cli.Run("merge", left, right, "--size", "60", "-o", all, "--json").Succeeded().Output);
        Assert.Equal(60, json.RootElement.GetProperty("kept").GetInt32());
        Assert.Equal(4000, json.RootElement.GetProperty("totalWeight").GetDouble(), 1e-9);
        Assert.Contains("all moments match: yes", Cli.Run("inspect", all, "--against", table).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lowest_order_of_a_part_is_kept()
    {
        string table = _folder.Sample("t.csv", 3000, "a,b,kind,n");
        string high = Part(table, "n < 3", "high", ["--columns", "a,b", "--order", "4"]);
        string low = Part(table, "n >= 3", "low", ["--columns", "a,b", "--order", "2"]);
        string merged = _folder["merged.parquet"];
        CliResult run = Cli.Run("merge", high, low, "-o", merged);
        Assert.Contains($"note: '{low}' matches moments up to order 2 only", run.Succeeded().Error, StringComparison.Ordinal);
        Assert.Contains("up to order 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("all moments match: yes", Cli.Run("inspect", merged, "--against", table).Succeeded().Output,
            StringComparison.Ordinal);
        Assert.Equal($"polylog: '{low}' matches moments up to order 2, not 3; give --order 2 or lower, or compress the part again with a "
            + "higher --order", Cli.Fails(1, "merge", high, low, "--order", "3", "-o", merged));
    }

    [Fact]
    public void A_size_without_room_for_the_order_gets_a_lower_one()
    {
        string table = _folder.Sample("t.csv", 3000, "a,b,kind,n");
        string[] options = ["--columns", "a,b", "--order", "4"];
        string first = Part(table, "n < 3", "first", options), second = Part(table, "n >= 3", "second", options);
        string text = Cli.Run("merge", first, second, "--size", "12", "-o", _folder["m.parquet"]).Succeeded().Output;
        Assert.Contains("10 up to order 3", text, StringComparison.Ordinal);
        Assert.Contains("10 moments", Cli.Fails(1, "merge", first, second, "--order", "3", "--size", "9", "-o", _folder["m.parquet"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_is_kept_whole_has_all_orders_and_equal_weights_are_refused()
    {
        string table = _folder.Sample("t.csv", 3000, "a,b,kind,n");
        string most = Part(table, "n < 5", "most", ["--columns", "a,b", "--order", "4"]), rest = _folder["rest.parquet"];
        Cli.Run("compress", "--sql", $"select * from '{table}' where n = 5 limit 2", "--columns", "a,b", "--fraction", "1", "-o", rest)
            .Succeeded();
        CliResult run = Cli.Run("merge", most, rest, "-o", _folder["m.parquet"]).Succeeded();
        Assert.DoesNotContain("note:", run.Error, StringComparison.Ordinal);
        Assert.Contains("up to order 4", run.Output, StringComparison.Ordinal);
        string even = Part(table, "n >= 3", "even", ["--columns", "a,b", "--equal-weights"]);
        Refused($"'{even}' was made with --equal-weights, which a merge would not keep; compress the parts without it, or all tables "
            + "together", _folder["m.parquet"], most, even);
    }

    [Fact]
    public void Even_weights_stay_even()
    {
        string table = _folder.Sample("t.csv", 4000, "a,b,kind,n");
        string wide = "*, sin(a) as c, b * b as d";
        string[] options = ["--columns", "a,b,c,d"];
        string first = Part(table, "n < 3", "first", options, 200, wide);
        string second = Part(table, "n >= 3", "second", options, 200, wide);
        using JsonDocument json = JsonDocument.Parse(
            Cli.Run("merge", first, second, "--size", "150", "-o", _folder["m.parquet"], "--json").Succeeded().Output);
        double effective = json.RootElement.GetProperty("certificate").GetProperty("weights").GetProperty("effectiveRows").GetDouble();
        Assert.InRange(effective, 75, 150);
    }

    [Fact]
    public void A_part_counts_once()
    {
        string table = _folder.Sample("t.csv", 3000, "a,b,kind,n");
        string[] options = ["--columns", "a,b", "--order", "2"];
        string first = Part(table, "n < 3", "first", options), second = Part(table, "n >= 3", "second", options);
        string copy = _folder["copy.parquet"], merged = Merged("merged", first, second), output = _folder.Text("old.parquet", "old");
        File.Copy(first, copy);
        Refused($"'{first}' is given twice: its rows would count twice; leave one out", output, first, first);
        Refused($"'{copy}' and '{first}' are the same part: its rows would count twice; leave one out", output, first, copy);
        Refused($"'{copy}' is already in '{merged}': its rows would count twice; leave one out", output, merged, copy);
        Refused($"'{merged}' and '{Merged("other", second)}' have a part in common: its rows would count twice; leave one out", output,
            _folder["other.parquet"], merged);
        Assert.Equal("old", File.ReadAllText(output));
    }

    [Fact]
    public void Parts_that_were_made_in_other_ways_are_refused()
    {
        string table = _folder.Sample("t.csv", 3000, "a,b,kind,n");
        string first = Part(table, "n < 3", "first", ["--columns", "a,b", "--order", "2"]), output = _folder["o.parquet"];
        string other = Part(table, "n >= 3", "other", ["--columns", "a", "--order", "2"]);
        Refused($"'{other}' preserves moments of a, and '{first}' preserves moments of a, b; merge coresets that were made with the same "
            + "options", output, first, other);
        string loss = Part(table, "n >= 3", "loss", ["--columns", "a,b", "--target", "n", "--loss", "squared", "--order", "2"]);
        Refused($"'{loss}' has the loss squared of n, and '{first}' has the loss none; merge coresets that were made with the same options",
            output, first, loss);
        Assert.Contains("does not say how it was made, so it cannot be merged", Cli.Fails(1, "merge", table, "-o", output),
            StringComparison.Ordinal);
        Assert.Contains("no input; give the coresets of the parts", Cli.Fails(2, "merge", "-o", output), StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    private string Part(string table, string rows, string name, string[] options, int size = 100, string columns = "*")
    {
        string path = _folder[name + ".parquet"], query = $"select {columns} from '{table}' where {rows}";
        Cli.Run(["compress", "--sql", query, "--size", $"{size}", "-o", path, .. options]).Succeeded();
        return path;
    }

    private string Merged(string name, params string[] parts)
    {
        string path = _folder[name + ".parquet"];
        Cli.Run(["merge", .. parts, "-o", path]).Succeeded();
        return path;
    }

    private static void Refused(string message, string output, params string[] parts) =>
        Assert.Equal($"polylog: {message}", Cli.Fails(1, ["merge", .. parts, "-o", output]));
}
