using System.Text.Json;
using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>The page of a result: each command writes one, says so, and refuses a file that it cannot be.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Table { get; }

    public ReportTests() => Table = Write("t.csv", 3000, seed: 1);

    [Fact]
    public void Compress_writes_a_page()
    {
        string page = _folder["r.html"];
        CliResult result = Cli.Run("compress", Table, "-o", _folder["c.parquet"], "--size", "100", "--report", page).Succeeded();
        Assert.Contains($"report          {page}\n\ncheck it", result.Output, StringComparison.Ordinal);
        string html = File.ReadAllText(page);
        Assert.Contains("100 of 3,000 rows are kept", html, StringComparison.Ordinal);
        Assert.Contains("20 random subsets", html, StringComparison.Ordinal);
        Assert.Contains("--size 100 --report", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_in_the_JSON_and_changes_nothing_else()
    {
        string[] line = ["compress", Table, "-o", _folder["c.parquet"], "--size", "100", "--json"];
        JsonElement plain = JsonDocument.Parse(Cli.Run(line).Succeeded().Output).RootElement;
        byte[] coreset = File.ReadAllBytes(_folder["c.parquet"]);
        JsonElement told = JsonDocument.Parse(Cli.Run([.. line, "--report", _folder["r.html"]]).Succeeded().Output).RootElement;
        Assert.Equal(coreset, File.ReadAllBytes(_folder["c.parquet"]));
        Assert.Equal(_folder["r.html"], told.GetProperty("report").GetString());
        Assert.Equal(plain.GetProperty("certificate").ToString(), told.GetProperty("certificate").ToString());
    }

    [Fact]
    public void Report_explains_a_coreset_afterwards()
    {
        Cli.Run("compress", Table, "-o", _folder["c.parquet"], "--size", "100").Succeeded();
        CliResult result = Cli.Run("report", _folder["c.parquet"], "--against", Table, "-o", _folder["r.html"]).Succeeded();
        Assert.Equal($"written         {_folder["r.html"]}\n", result.Output);
        string html = File.ReadAllText(_folder["r.html"]);
        Assert.Contains("Does the coreset keep what it promises?", html, StringComparison.Ordinal);
        Assert.Contains("<strong>the certificate holds</strong>: yes", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coreset_of_another_table_has_a_page_that_says_so()
    {
        Cli.Run("compress", Table, "-o", _folder["c.parquet"], "--size", "100").Succeeded();
        CliResult result = Cli.Run("report", _folder["c.parquet"], "--against", Write("u.csv", 3000, seed: 2), "-o", _folder["r.html"]);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        string html = File.ReadAllText(_folder["r.html"]);
        Assert.Contains("<strong>all moments match</strong>: no", html, StringComparison.Ordinal);
        Assert.Contains("do not stand for these 3,000 rows", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Good for", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_which_nothing_is_kept_are_named()
    {
        string table = _folder.Text("c.csv", "a,k\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},7\n")));
        Cli.Run("compress", table, "--columns", "k", "-o", _folder["c.parquet"], "--report", _folder["r.html"]).Succeeded();
        string html = File.ReadAllText(_folder["r.html"]);
        Assert.Contains("All rows that differ in k are kept: 1 of 50. Every sum and every model of k is the same", html,
            StringComparison.Ordinal);
        Assert.Contains("<strong>Not good for other columns</strong>: a: ", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nearly_preserved_moments_are_told()
    {
        Cli.Run("compress", Table, "-o", _folder["c.parquet"], "--size", "100", "--equal-weights", "--report", _folder["r.html"])
            .Succeeded();
        string html = File.ReadAllText(_folder["r.html"]);
        Assert.Contains("Preserved is the total weight", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Nearly preserved</strong>: averages of products of up to ", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_update_and_shrink_write_pages()
    {
        string other = Write("u.csv", 2000, seed: 2);
        Cli.Run("compress", Table, "-o", _folder["a.parquet"], "--size", "100").Succeeded();
        Cli.Run("compress", other, "-o", _folder["b.parquet"], "--size", "100").Succeeded();
        Cli.Run("merge", _folder["a.parquet"], _folder["b.parquet"], "-o", _folder["m.parquet"], "--report", _folder["m.html"]).Succeeded();
        string merged = File.ReadAllText(_folder["m.html"]);
        Assert.Contains("100 of 5,000 rows are kept", merged, StringComparison.Ordinal);
        Assert.Contains("percentage points between the parts and the coreset", merged, StringComparison.Ordinal);
        Assert.Contains(">mean of the rows of the parts<", merged, StringComparison.Ordinal);
        Assert.DoesNotContain("of all rows", merged, StringComparison.Ordinal);
        Cli.Run("update", _folder["s.parquet"], Table, "--size", "100").Succeeded();
        Cli.Run("update", _folder["s.parquet"], other, "-o", _folder["c.parquet"], "--report", _folder["u.html"]).Succeeded();
        string history = File.ReadAllText(_folder["u.html"]);
        Assert.Contains("<h2>History</h2>", history, StringComparison.Ordinal);
        Assert.Contains(" random rows<", history, StringComparison.Ordinal);
        Assert.DoesNotContain("mean of all rows", history, StringComparison.Ordinal);
        Assert.Contains("<td><bdi>3,000</bdi></td>", history, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["m.onnx"], GroupModels.Of("gated").Bytes());
        Cli.Run("shrink", _folder["m.onnx"], "-o", _folder["n.onnx"], "--fraction", "0.5", "--report", _folder["s.html"]).Succeeded();
        Assert.Contains("Error of a layer over its width", File.ReadAllText(_folder["s.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Part_by_part_says_that_its_rows_are_a_sample()
    {
        string large = Write("l.csv", 60_000, seed: 3);
        Cli.Run("compress", large, "-o", _folder["c.parquet"], "--size", "100", "--memory", "3MB", "--report", _folder["r.html"])
            .Succeeded();
        Assert.Contains("random rows of them", File.ReadAllText(_folder["r.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r.pdf", "--report is '{0}'; a report is a page, give a file that ends in .html")]
    [InlineData("nowhere/r.html", "nowhere")]
    public void A_page_that_cannot_be_is_refused_before_the_work(string name, string message)
    {
        string error = Cli.Fails(ExitCode.Failed, "compress", Table, "-o", _folder["c.csv"], "--size", "100", "--report", _folder[name]);
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, _folder[name]), error,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["c.csv"]));
    }

    [Fact]
    public void A_failure_leaves_the_old_page()
    {
        File.WriteAllText(_folder["r.html"], "old");
        Cli.Fails(ExitCode.Failed, "compress", Table, "--columns", "none", "-o", _folder["c.csv"], "--report", _folder["r.html"]);
        Assert.Equal("old", File.ReadAllText(_folder["r.html"]));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, int rows, int seed)
    {
        var random = new Random(seed);
        File.WriteAllLines(_folder[name], ["a,b,<b>word</b>", .. Enumerable.Range(0, rows).Select(_ =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{random.NextDouble()},{random.NextDouble() + seed},w"))]);
        return _folder[name];
    }
}
