using System.Globalization;

namespace Polylog.Cli.Tests;

/// <summary>
/// Least squares, ridge regression and principal components of two real tables are the same on a coreset with the target's moments of
/// order 2.
/// </summary>
public sealed class RealLearningTests : IDisposable
{
    private const double Relative = 1e-9;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Housing()
    {
        string input = Repository.RealTable("california_housing.csv");
        Cli.Run("compress", input, "--target", "median_house_value", "--loss", "squared", "--order", "2", "--size", "120", "-o",
            _folder["c.csv"]).Succeeded();
        string[] features = [.. File.ReadLines(input).First().Split(',')[..^1]];
        Agree(Rows(input, [.. features, "median_house_value"]), Rows(_folder["c.csv"], [.. features, "median_house_value"], "weight"));
    }

    [Fact]
    public void Housing_in_groups()
    {
        string input = Repository.RealTable("california_housing.csv");
        string sql = $"select *, case when latitude > 36 then 'north' else 'south' end as region from '{input}'";
        Cli.Run("compress", "--sql", sql, "--target", "median_house_value", "--loss", "squared", "--group-by", "region", "--order", "2",
            "--size", "300", "-o", _folder["c.csv"]).Succeeded();
        string[] columns = ["longitude", "latitude", "housing_median_age", "total_rooms", "population", "median_income",
            "median_house_value"];
        List<double[]> all = Rows(input, columns).Rows;
        (List<double[]> kept, List<double> weights) = Rows(_folder["c.csv"], columns, "weight");
        foreach (bool north in (bool[])[true, false])
        {
            List<double[]> part = [.. all.Where(row => row[1] > 36 == north)];
            int[] own = [.. Enumerable.Range(0, kept.Count).Where(i => kept[i][1] > 36 == north)];
            Assert.InRange(own.Length, 91, 299);
            Agree((part, [.. part.Select(_ => 1.0)]), ([.. own.Select(i => kept[i])], [.. own.Select(i => weights[i])]));
        }
    }

    [Fact]
    public void Flights()
    {
        string input = Repository.RealTable("nycflights13.csv");
        Cli.Run("compress", input, "--target", "arr_delay", "--loss", "squared", "--drop-missing", "--order", "2", "--size", "100", "-o",
            _folder["c.csv"]).Succeeded();
        string[] columns = ["month", "day", "hour", "minute", "dep_delay", "air_time", "distance", "arr_delay"];
        Agree(Rows(input, columns), Rows(_folder["c.csv"], columns, "weight"));
    }

    private static void Agree((List<double[]> Rows, List<double> Weights) all, (List<double[]> Rows, List<double> Weights) kept)
    {
        Assert.True(kept.Rows.Count < all.Rows.Count / 50);
        int columns = all.Rows[0].Length;
        double[] shift = [.. Enumerable.Range(0, columns).Select(column => all.Rows.Average(row => row[column]))];
        double[] scale = [.. Enumerable.Range(0, columns)
            .Select(column => Math.Sqrt(all.Rows.Average(row => Math.Pow(row[column] - shift[column], 2))))];
        Same("coefficient", LeastSquares.Fit(all.Rows, all.Weights, shift, scale)[1..],
            LeastSquares.Fit(kept.Rows, kept.Weights, shift, scale)[1..]);
        Same("ridge coefficient", Ridge(all, shift, scale)[1..], Ridge(kept, shift, scale)[1..]);
        Same("component", PrincipalComponents.Variances(all.Rows, all.Weights, shift, scale),
            PrincipalComponents.Variances(kept.Rows, kept.Weights, shift, scale));
    }

    private static void Same(string what, double[] all, double[] kept)
    {
        for (int i = 0; i < all.Length; i++)
            Assert.True(Math.Abs(all[i] - kept[i]) <= Relative * Math.Abs(all[i]), $"{what} {i}: {all[i]:R} and {kept[i]:R}");
    }

    // The penalty as additional rows: a feature of plus and minus one standard deviation, with target 0.
    private static double[] Ridge((List<double[]> Rows, List<double> Weights) data, double[] shift, double[] scale)
    {
        const double Penalty = 1000;
        IEnumerable<double[]> penalties = Enumerable.Range(0, shift.Length - 1).SelectMany(feature => new[] { 1.0, -1.0 }.Select(sign =>
        {
            double[] row = [.. shift];
            row[feature] += sign * scale[feature];
            return row;
        }));
        double[][] rows = [.. data.Rows, .. penalties];
        return LeastSquares.Fit(rows, [.. data.Weights, .. Enumerable.Repeat(Penalty, rows.Length - data.Rows.Count)], shift, scale);
    }

    /// <summary>Complete rows of some columns, and their weights.</summary>
    private static (List<double[]> Rows, List<double> Weights) Rows(string path, string[] columns, string? weight = null)
    {
        string[] header = File.ReadLines(path).First().Split(',');
        int[] places = [.. columns.Select(column => Array.IndexOf(header, column))];
        string[][] cells = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(row => places.All(place => row[place]
            .Length > 0))];
        double number(string[] row, int place) => double.Parse(row[place], CultureInfo.InvariantCulture);
        return ([.. cells.Select(row => places.Select(place => number(row, place)).ToArray())],
            [.. cells.Select(row => weight is null ? 1.0 : number(row, Array.IndexOf(header, weight)))]);
    }
}
