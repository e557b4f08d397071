using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>The column of targets with less noise: what is written, said and judged.</summary>
public sealed class SmoothTargetTests : IDisposable
{
    private const int Rows = 1500;

    private readonly TemporaryFolder _folder = new();
    private readonly string _input;

    public SmoothTargetTests()
    {
        var text = new StringBuilder("x,z,y,kind\n");
        var random = new Random(1);
        for (int i = 0; i < Rows; i++)
        {
            double x = random.NextDouble() * 4 - 2, z = random.NextDouble();
            double noise = random.NextDouble() + random.NextDouble() - 1;
            text.Append(CultureInfo.InvariantCulture, $"{x:R},{z:R},{Math.Sin(x) + z * z + noise:R},{(i % 2 == 0 ? "a" : "b")}\n");
        }
        _input = _folder.Text("t.csv", text.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private string Output(params string[] options) => Cli.Run(["compress", _input, "--columns", "x,z", "--target", "y", "--size", "90",
        "--order", "2", .. options]).Succeeded().Output;

    private static string[][] Cells(string path) => [.. File.ReadLines(path).Select(line => line.Split(','))];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("squared")]
    [InlineData("any")]
    public void The_column_has_the_mean_of_the_target_and_less_variance(string loss)
    {
        Output("--loss", loss, "--smooth-target", "ys", "--row-id", "id", "-o", _folder["o.csv"]);
        string[][] cells = Cells(_folder["o.csv"]);
        Assert.Equal(["x", "z", "y", "kind", "ys", "id", "weight"], cells[0]);
        string[][] table = Cells(_input);
        (double y, double ys, double square, double smoothSquare) = (0, 0, 0, 0);
        foreach (string[] row in cells[1..])
        {
            // The target itself stays.
            Assert.Equal(table[int.Parse(row[5], CultureInfo.InvariantCulture) + 1][2], row[2]);
            double weight = Number(row[6]);
            (y, ys) = (y + weight * Number(row[2]), ys + weight * Number(row[4]));
            (square, smoothSquare) = (square + weight * Math.Pow(Number(row[2]), 2), smoothSquare + weight * Math.Pow(Number(row[4]), 2));
        }
        Assert.Equal(y / Rows, ys / Rows, 1e-12);
        Assert.Equal(table[1..].Average(row => Number(row[2])), ys / Rows, 1e-12);
        Assert.True(smoothSquare < square);
    }

    [Fact]
    public void Every_format_has_the_column()
    {
        string[] options = ["--loss", "squared", "--smooth-target", "ys"];
        Output([.. options, "-o", _folder["o.csv"]]);
        Output([.. options, "-o", _folder["o.json"]]);
        double[] numbers = [.. Cells(_folder["o.csv"])[1..].Select(row => Number(row[4]))];
        JsonElement rows = JsonDocument.Parse(File.ReadAllText(_folder["o.json"])).RootElement;
        Assert.Equal(numbers, rows.EnumerateArray().Select(row => row.GetProperty("ys").GetDouble()));
        Output([.. options, "-o", _folder["o.parquet"]]);
        Cli.Run("compress", "--sql", $"select ys from '{_folder["o.parquet"]}'", "--size", "90", "-o", _folder["back.csv"]).Succeeded();
        Assert.Equal(numbers.Order(), Cells(_folder["back.csv"])[1..].Select(row => Number(row[0])).Order());
    }

    [Fact]
    public void A_table_of_many_columns_has_it_too()
    {
        string[] names = [.. Enumerable.Range(0, 600).Select(column => $"c{column}")];
        var text = new StringBuilder(string.Join(',', names) + "\n");
        var random = new Random(3);
        for (int i = 0; i < 200; i++)
            text.AppendJoin(',', names.Select(_ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        string input = _folder.Text("wide.csv", text.ToString());
        Cli.Run("compress", input, "--columns", "c0,c1", "--target", "c2", "--loss", "squared", "--size", "40", "--smooth-target", "s",
            "-o", _folder["o.csv"]).Succeeded();
        string[][] cells = Cells(_folder["o.csv"]);
        Assert.Equal([.. names, "s", "weight"], cells[0]);
        Assert.All(cells[1..], row => Assert.InRange(Number(row[600]), -1, 2));
    }

    [Fact]
    public void The_summary_and_the_json_say_what_it_is()
    {
        Assert.Matches(@"\nsmooth target   column 'ys': \d+(\.\d+)?% a smooth regression on 1,500 rows, the rest 'y'; the same mean and "
            + @"\d+(\.\d+)?% less variance than 'y'; the regression leaves \d+(\.\d+)?% of 'y' unexplained\n",
            Output("--loss", "squared", "--smooth-target", "ys", "-o", _folder["o.csv"]));
        string json = Output("--loss", "squared", "--smooth-target", "ys", "--json", "-o", _folder["o.csv"]);
        JsonElement smooth = JsonDocument.Parse(json).RootElement.GetProperty("smoothTarget");
        Assert.Equal("ys", smooth.GetProperty("name").GetString());
        Assert.InRange(smooth.GetProperty("share").GetDouble(), 0.5, 0.75);
        Assert.InRange(smooth.GetProperty("varianceRemoved").GetDouble(), 0.01, 0.5);
        // The noise is 1/6 of a variance of about 0.75.
        Assert.InRange(smooth.GetProperty("unexplained").GetDouble(), 0.15, 0.35);
        Assert.DoesNotContain("smooth target", Output("--loss", "squared", "-o", _folder["o.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_column_is_no_feature_of_a_further_coreset()
    {
        Output("--loss", "squared", "--smooth-target", "ys", "-o", _folder["o.parquet"]);
        string text = Cli.Run("compress", _folder["o.parquet"], "--weight", "weight", "--target", "y", "--loss", "squared", "--size", "40",
            "-o", _folder["p.parquet"]).Succeeded().Output;
        Assert.Contains("\ncolumns         2: x, z\n", text, StringComparison.Ordinal);
        Cli.Run("inspect", _folder["p.parquet"], "--against", _input).Succeeded();
    }
}
