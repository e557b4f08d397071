namespace Polylog.Cli.Tests;

/// <summary>The checks of inspect, and its errors.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _coreset;

    public InspectTests()
    {
        _input = _folder.Sample("t.csv", 300);
        _coreset = _folder["c.csv"];
        Cli.Run("compress", _input, "-o", _coreset, "--order", "3", "--size", "60").Succeeded();
    }

    [Fact]
    public void A_correct_coreset()
    {
        string text = Cli.Run("inspect", _coreset, "--against", _input).Succeeded().Output;
        Assert.Contains("columns         3 (all numeric columns of the input): a, b, n\n", text, StringComparison.Ordinal);
        Assert.Matches(@"all moments match: yes \(largest relative error [0-9.e-]+, limit 1e-9\)\n", text);
        Assert.Matches(@"kept rows are rows of t\.csv: yes \(\d+ of \d+\)\n", text);
        Assert.Matches(@"total weights agree: yes \(relative difference [0-9.e-]+\)\n", text);
    }

    [Fact]
    public void Parquet_stores_how_it_was_made()
    {
        string parquet = _folder["c.parquet"];
        Cli.Run("compress", _input, "-o", parquet, "--columns", "b,a", "--order", "4", "--weight-name", "w", "--row-id", "id", "--weight",
            "n").Succeeded();
        string text = Cli.Run("inspect", parquet, "--against", _input).Succeeded().Output;
        Assert.Contains("columns         2 (stored in the coreset): b, a\n", text, StringComparison.Ordinal);
        Assert.Contains("moments         15 up to order 4\n", text, StringComparison.Ordinal);
        string lower = Cli.Run("inspect", parquet, "--against", _input, "--order", "2").Succeeded().Output;
        Assert.Contains("moments         6 up to order 2\n", lower, StringComparison.Ordinal);
        Assert.Contains("next, matched   order 3: ", lower, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e9",
        "order 1000000000 in 3 columns has more than 9e18 moments, more than inspect can compare (1,000,000); lower --order (order 179 "
            + "has 988,260) or choose fewer --columns")]
    [InlineData("200",
        "order 200 in 3 columns has 1,373,701 moments, more than inspect can compare (1,000,000); lower --order (order 179 has 988,260) "
            + "or choose fewer --columns")]
    public void An_order_of_too_many_moments_is_refused(string order, string message) =>
        Assert.Equal($"polylog: {message}", Cli.Fails(1, "inspect", _coreset, "--against", _input, "--order", order));

    [Fact]
    public void A_changed_weight_is_found()
    {
        string[] lines = File.ReadAllLines(_coreset);
        lines[1] = lines[1][..(lines[1].LastIndexOf(',') + 1)] + "99";
        CliResult result = Cli.Run("inspect", _folder.Text("bad.csv", string.Join('\n', lines) + "\n"), "--against", _input);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("all moments match: no (largest relative error ", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"^polylog: bad\.csv does not match t\.csv: the moment .+ has a relative error of .+, above 1e-9; the weights add "
            + @"up to .+ instead of 300\n$", result.Error);
    }

    [Fact]
    public void A_changed_row_is_found()
    {
        string[] lines = File.ReadAllLines(_coreset);
        lines[1] = "0.5" + lines[1][lines[1].IndexOf(',', StringComparison.Ordinal)..];
        CliResult result = Cli.Run("inspect", _folder.Text("bad.csv", string.Join('\n', lines) + "\n"), "--against", _input, "--tolerance",
            "1000");
        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("polylog: bad.csv does not match t.csv: 1 of its " + $"{lines.Length - 1} rows are not in t.csv\n", result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_row_id_is_found()
    {
        string coreset = _folder["ids.csv"];
        Cli.Run("compress", _input, "-o", coreset, "--order", "3", "--size", "60", "--row-id", "id").Succeeded();
        Cli.Run("inspect", coreset, "--against", _input, "--row-id", "id").Succeeded();
        string[] lines = File.ReadAllLines(coreset);
        string[] cells = lines[1].Split(',');
        cells[^2] = "999999";
        lines[1] = string.Join(',', cells);
        string line = Cli.Run("inspect", _folder.Text("bad.csv", string.Join('\n', lines) + "\n"), "--against", _input, "--row-id",
            "id").Error;
        Assert.EndsWith("1 of its 60 rows are not the rows of t.csv with the numbers in 'id'\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Higher_moments_do_not_match()
    {
        string line = Cli.Run("inspect", _coreset, "--against", _input, "--order", "6").Error;
        Assert.StartsWith("polylog: c.csv does not match t.csv: the moment ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e200")]
    [InlineData("1e-200")]
    public void Columns_of_any_magnitude_are_compared(string unit)
    {
        string input = _folder.Text("u.csv", $"a\n{string.Concat(Enumerable.Range(1, 99).Select(i => $"{i}{unit[1..]}\n"))}");
        Cli.Run("compress", input, "-o", _folder["u.csv.parquet"], "--order", "3").Succeeded();
        Cli.Run("inspect", _folder["u.csv.parquet"], "--against", input).Succeeded();
        string other = Cli.Run("inspect", _folder["u.csv.parquet"], "--against", input, "--order", "6").Error;
        Assert.StartsWith("polylog: u.csv.parquet does not match u.csv: the moment ", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.csv", "c.csv",
        "t.csv has no weight column 'weight'; it has 'a', 'b', 'kind', 'n': name one with --weight-name, "
            + "or give the file that compress wrote")]
    [InlineData("c.csv", "other.csv",
        "other.csv has a column 'c' that c.csv does not have; compare the coreset with the table it was made from")]
    [InlineData("wide.csv", "t.csv",
        "wide.csv has a column 'z' that t.csv does not have; if it contains row numbers use --row-id z, if a smoothed target "
            + "--smooth-target z, otherwise compare with the table the coreset was made from")]
    [InlineData("nope.csv", "t.csv", "no file '{0}/nope.csv'; check the path")]
    [InlineData("c.csv", "nope.csv", "no file '{0}/nope.csv'; check the path")]
    public void Wrong_files_are_one_line(string coreset, string input, string message)
    {
        _folder.Text("other.csv", "a,b,kind,c\n1,2,x,3\n");
        _folder.Text("wide.csv", "a,b,kind,n,z,weight\n1,2,x,3,4,5\n");
        string expected = message.Replace("{0}", _folder.FullPath, StringComparison.Ordinal);
        Assert.Equal($"polylog: {expected}", Cli.Fails(1, "inspect", _folder[coreset], "--against", _folder[input]));
    }

    public void Dispose() => _folder.Dispose();
}
