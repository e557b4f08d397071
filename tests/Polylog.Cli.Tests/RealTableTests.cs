using System.Globalization;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>Two real tables: compressed, checked and used.</summary>
public sealed class RealTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Housing_compresses_and_checks()
    {
        string input = Repository.RealTable("california_housing.csv");
        string output = _folder["coreset.parquet"];
        Cli.Run("compress", input, "--columns", "median_income,latitude,longitude,median_house_value", "--order", "3", "--size", "1000",
            "-o", output).Succeeded();
        JsonElement report = Inspect(output, input);
        Assert.Equal(20_640, report.GetProperty("rows").GetInt32());
        JsonElement errors = report.GetProperty("testFunctions");
        double ours = errors.GetProperty("coreset").GetProperty("median").GetDouble();
        double random = errors.GetProperty("random").GetProperty("median").GetDouble();
        Assert.True(ours * 10 < random, $"{ours} against {random} of random rows");
    }

    [Fact]
    public void Flights_with_missing_values_compress_and_check()
    {
        string input = Repository.RealTable("nycflights13.csv");
        string output = _folder["coreset.parquet"];
        Assert.EndsWith("drop such rows with --drop-missing, or use other columns (--columns)",
            Cli.Fails(1, "compress", input, "-o", output), StringComparison.Ordinal);
        Cli.Run("compress", input, "--drop-missing", "--order", "2", "--fraction", "0.01", "-o", output).Succeeded();
        JsonElement report = Inspect(output, input);
        Assert.Equal(327_346, report.GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Least_squares_on_the_kept_rows_equals_least_squares_on_all()
    {
        string input = Repository.RealTable("california_housing.csv");
        string output = _folder["coreset.csv"];
        Cli.Run("compress", input, "--order", "2", "--size", "55", "-o", output).Succeeded();
        double[][] all = Read(input);
        double[][] kept = Read(output);
        Assert.True(kept.Length <= 55);
        // Both fits use the same shift and scale, so that their coefficients can be compared.
        double[] shift = [.. Enumerable.Range(0, 9).Select(column => all.Average(row => row[column]))];
        double[] scale = [.. Enumerable.Range(0, 9)
            .Select(column => Math.Sqrt(all.Average(row => Math.Pow(row[column] - shift[column], 2))))];
        double[] full = LeastSquares.Fit(all, [.. all.Select(_ => 1.0)], shift, scale);
        double[] few = LeastSquares.Fit(kept, [.. kept.Select(row => row[9])], shift, scale);
        for (int i = 1; i < full.Length; i++)
            Assert.True(Math.Abs(full[i] - few[i]) < 1e-10 * Math.Abs(full[i]), $"coefficient {i}: {full[i]:R} and {few[i]:R}");
        // The intercept of standardised columns is zero up to rounding; in the units of the columns it is not.
        double own = Intercept(full, shift, scale), fewOwn = Intercept(few, shift, scale);
        Assert.True(Math.Abs(own - fewOwn) < 1e-10 * Math.Abs(own), $"intercept: {own:R} and {fewOwn:R}");
    }

    public void Dispose() => _folder.Dispose();

    private static double Intercept(double[] fit, double[] shift, double[] scale) =>
        shift[^1] + scale[^1] * (fit[0] - Enumerable.Range(1, fit.Length - 1).Sum(i => fit[i] * shift[i - 1] / scale[i - 1]));

    private static double[][] Read(string path) =>
        [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',').Select(cell =>
            double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    private static JsonElement Inspect(string coreset, string input)
    {
        JsonElement report = JsonDocument.Parse(Cli.Run("inspect", coreset, "--against", input, "--json").Succeeded().Output).RootElement;
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.InRange(report.GetProperty("momentResidual").GetDouble(), 0, 1e-13);
        return report;
    }
}
