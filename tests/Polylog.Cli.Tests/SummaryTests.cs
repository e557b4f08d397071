using System.Globalization;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>What compress says and writes down.</summary>
public sealed class SummaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Json_is_one_object_with_the_promised_fields()
    {
        CliResult result = Cli.Run("compress", _folder.Sample("t.csv", 500), "-o", _folder["o.parquet"], "--json").Succeeded();
        using var json = JsonDocument.Parse(result.Output);
        string[] promised = ["rows", "kept", "columns", "order", "leaves", "momentResidual", "totalWeight", "seconds", "output", "dropped", "moments"];
        Assert.All(promised, name => Assert.True(json.RootElement.TryGetProperty(name, out _), name));
        Assert.Equal(500, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(500, json.RootElement.GetProperty("totalWeight").GetDouble(), 1e-9);
    }

    [Fact]
    public void Summary_is_plain_text_where_it_is_piped()
    {
        string text = Cli.Run("compress", _folder.Sample("t.csv", 500), "-o", _folder["o.parquet"], "--size", "100").Succeeded().Output;
        Assert.DoesNotContain('\u001b', text);
        Assert.StartsWith("rows            500 -> ", text, StringComparison.Ordinal);
        Assert.Contains("columns         3: a, b, n\n", text, StringComparison.Ordinal);
        Assert.Contains("moments         20 up to order 3, in each of ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_small_a_fraction_is_raised_with_a_note()
    {
        CliResult result = Cli.Run("compress", _folder.Sample("t.csv", 100), "-o", _folder["o.csv"]).Succeeded();
        Assert.Equal("note: 10% of 100 rows would be 10, but order 3 in 3 columns has 20 moments; 20 rows are asked for\n", result.Error);
    }

    [Fact]
    public void No_more_rows_than_moments_is_told()
    {
        CliResult result = Cli.Run("compress", _folder.Sample("t.csv", 12), "-o", _folder["o.csv"]).Succeeded();
        Assert.Equal("note: order 3 in 3 columns has 20 moments and t.csv only 12 rows, so nothing can be dropped but rows that repeat or depend on others; "
            + "to keep fewer lower --order (order 1 has 4) or choose fewer --columns\n", result.Error);
    }

    [Fact]
    public void Result_is_the_same_for_any_number_of_threads()
    {
        string input = _folder.Sample("t.csv", 3000);
        Cli.Run("compress", input, "-o", _folder["one.csv"], "--threads", "1").Succeeded();
        Cli.Run("compress", input, "-o", _folder["four.csv"], "--threads", "4").Succeeded();
        Assert.Equal(File.ReadAllText(_folder["one.csv"]), File.ReadAllText(_folder["four.csv"]));
    }

    [Fact]
    public void Culture_makes_no_difference()
    {
        string[] arguments = ["compress", _folder.Sample("t.csv", 2000), "-o", _folder["o.csv"], "--fraction", "0.05", "--json"];
        CliResult plain = Cli.Run(arguments).Succeeded();
        string written = File.ReadAllText(_folder["o.csv"]);
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            CliResult german = Cli.Run(arguments).Succeeded();
            Assert.Equal("de-DE", CultureInfo.CurrentCulture.Name);
            Assert.Equal(WithoutTime(plain), WithoutTime(german));
            Assert.Equal(written, File.ReadAllText(_folder["o.csv"]));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string WithoutTime(CliResult result) =>
        string.Join('\n', result.Output.Split('\n').Where(line => !line.Contains("\"seconds\"", StringComparison.Ordinal)));
}
