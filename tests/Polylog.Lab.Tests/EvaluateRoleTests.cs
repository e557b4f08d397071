using System.Globalization;
using System.Text.Json;

namespace Polylog.Lab.Tests;

/// <summary>Evaluate with weights, groups and categories, over several splits, and where models fail.</summary>
public sealed class EvaluateRoleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Weights_groups_and_categories_are_shown()
    {
        string[] asked = ["evaluate", Houses(), "--target", "y", "--columns", "x", "--weight", "w", "--group-by", "g", "--category", "c",
            "--size", "60", "--models", "linear", "--splits", "2"];
        string text = Lab.Run(asked).Succeeded().Output;
        Assert.Contains("\ncolumns         1: x\ncategories      1: c; 2 columns of 0 and 1 in the models\n"
            + "groups          6 by g, c; the coreset preserves the moments of each\n"
            + "weights         w; of training rows, random rows and test errors\ntarget          y, a number\n", text,
            StringComparison.Ordinal);
        Assert.StartsWith("rows            240 for training, 80 for testing, in each of 2 splits (80 rows of weight 0 left out)\n", text,
            StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Lab.Run([.. asked, "--json"]).Succeeded().Output);
        JsonElement root = document.RootElement;
        Assert.Equal((3, 6, 80), (root.GetProperty("features").GetInt32(), root.GetProperty("groups").GetInt32(),
            root.GetProperty("weightless").GetInt32()));
        Assert.Equal("w", root.GetProperty("weightColumn").GetString());
        // y is exact in x and c, whatever the rows.
        Assert.InRange(root.GetProperty("models")[0].GetProperty("random").GetProperty("error").GetDouble(), 0, 1e-9);
    }

    [Fact]
    public void Text_in_columns_is_a_category_as_in_compress()
    {
        string asked = Lab.Run("evaluate", Houses(), "--target", "y", "--columns", "x,c", "--size", "60", "--models", "linear", "--splits",
            "1", "--draws", "1").Succeeded().Output;
        Assert.Contains("\ncategories      1: c; 2 columns of 0 and 1 in the models\n", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_weights_are_no_weights()
    {
        string input = _folder.Sample("t.csv", 300);
        string[] asked = ["--target", "b", "--size", "40", "--models", "linear,quadratic", "--splits", "2", "--json"];
        double[] plain = Errors(["evaluate", input, .. asked]);
        double[] weighted = Errors(["evaluate", "--sql", $"select *, 4 as w from '{input}'", "--weight", "w", .. asked]);
        Assert.All(plain.Zip(weighted), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void The_standard_error_follows_from_the_table_of_fits()
    {
        string output = _folder["out"];
        string text = Lab.Run("evaluate", _folder.Sample("t.csv", 300), "--target", "b", "--size", "40", "--models", "linear,network",
            "--splits", "4", "--draws", "2", "--json", "-o", output).Succeeded().Output;
        string[][] fits = [.. File.ReadLines(Path.Combine(output, "evaluation.csv")).Skip(1).Select(line => line.Split(','))];
        using JsonDocument document = JsonDocument.Parse(text);
        foreach (JsonElement model in document.RootElement.GetProperty("models").EnumerateArray())
        {
            string name = model.GetProperty("model").GetString()!;
            double Mean(int seed, string rows) => fits.Where(fit => fit[0] == $"{seed}" && fit[1] == name && fit[2] == rows)
                .Average(fit => double.Parse(fit[5], CultureInfo.InvariantCulture));
            double[] part = [.. Enumerable.Range(1, 4).Select(seed => Mean(seed, "random") - Mean(seed, "coreset"))];
            double[] whole = [.. Enumerable.Range(1, 4).Select(seed => Mean(seed, "random") - Mean(seed, "all"))];
            double gap = part.Sum() / whole.Sum();
            double error = Math.Sqrt(part.Zip(whole, (own, all) => Math.Pow(own - gap * all, 2)).Sum() / (4 * 3)) / whole.Average();
            JsonElement closed = model.GetProperty("gapClosed");
            Assert.Equal(gap, closed.GetProperty("value").GetDouble(), 1e-9);
            Assert.Equal(error, closed.GetProperty("standardError").GetDouble(), 1e-9);
            Assert.Equal(Math.Abs(gap) <= error, closed.GetProperty("withinStandardError").GetBoolean());
        }
    }

    [Fact]
    public void With_one_split_there_is_no_standard_error_and_a_way_to_get_one()
    {
        string[] asked = ["evaluate", _folder.Sample("t.csv", 300), "--target", "b", "--size", "40", "--models", "linear", "--splits"];
        string one = Lab.Run([.. asked, "1"]).Succeeded().Output;
        Assert.Contains("\nstandard error  none with one split, so a gap may be chance; use --splits 3 or more\n", one,
            StringComparison.Ordinal);
        Assert.DoesNotContain("no difference", one, StringComparison.Ordinal);
        string three = Lab.Run([.. asked, "3"]).Succeeded().Output;
        Assert.Contains("\nstandard error  ± of the gap closed, over the 3 splits; more --splits make it smaller\n", three,
            StringComparison.Ordinal);
        // Both coresets give the linear model of all rows.
        Assert.Contains("\nno difference   coreset and the paper's way: linear (inside the standard error)\n", three,
            StringComparison.Ordinal);
    }

    /// <summary>Random rows of a column over ten decades: a parabola through small values is far off at large ones.</summary>
    [Fact]
    public void Failed_fits_are_told_and_not_averaged()
    {
        string input = _folder.Text("wide.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 400).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, i * 7 % 200 / 20.0):R},{Math.Cos(2.1 * i):R}\n"))));
        string[] asked = ["evaluate", input, "--target", "y", "--size", "8", "--models", "quadratic", "--draws", "20", "--splits", "1"];
        string text = Lab.Run([.. asked, "-o", _folder["out"]]).Succeeded().Output;
        Assert.Matches(@"\n +quadratic .*\*", text);
        Assert.Matches(@"\nfailed \(\*\) +quadratic on random rows: \d+ of 20 fits, test error up to [\d.E+,]+\n", text);
        Assert.Contains("\n                not averaged: errors over 100 times that of the best constant, or not finite\n", text,
            StringComparison.Ordinal);
        string[][] fits = [.. File.ReadLines(Path.Combine(_folder["out"], "evaluation.csv")).Skip(1).Select(line => line.Split(','))];
        string[][] good = [.. fits.Where(fit => fit[2] == "random" && fit[^1] == "false")];
        using JsonDocument document = JsonDocument.Parse(Lab.Run([.. asked, "--json"]).Succeeded().Output);
        JsonElement random = document.RootElement.GetProperty("models")[0].GetProperty("random");
        Assert.Equal(fits.Count(fit => fit[^1] == "true" && fit[2] == "random"), random.GetProperty("failed").GetInt32());
        Assert.InRange(random.GetProperty("failed").GetInt32(), 1, 20);
        if (good.Length > 0)
        {
            Assert.Equal(good.Average(fit => double.Parse(fit[5], CultureInfo.InvariantCulture)), random.GetProperty("error").GetDouble(),
                1e-9);
        }
    }

    [Fact]
    public void Negative_weights_are_refused_with_a_way_out_that_evaluate_has() => Assert.Equal(
        "polylog-lab: n.csv: weight column 'w' has 1 negative value, the first -1 in row 1 (counting from 0); weights must be zero or more"
            + "; leave such rows out with --sql",
        Lab.Fails(1, "evaluate", _folder.Text("n.csv", "x,y,w\n1,2,1\n2,1,-1\n3,5,1\n"), "--target", "y", "--weight", "w"));

    [Fact]
    public void A_coreset_needs_its_weights()
    {
        string input = _folder.Sample("t.csv", 300);
        Lab.Polylog("compress", input, "--columns", "a,b", "--size", "100", "-o", _folder["c.parquet"]).Succeeded();
        Assert.EndsWith("use them with --weight weight", Lab.Fails(1, "evaluate", _folder["c.parquet"], "--target", "b"),
            StringComparison.Ordinal);
        Lab.Run("evaluate", _folder["c.parquet"], "--target", "b", "--weight", "weight", "--columns", "a", "--size", "20", "--models",
            "linear", "--splits", "1").Succeeded();
    }

    public void Dispose() => _folder.Dispose();

    private static double[] Errors(string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Lab.Run(arguments).Succeeded().Output);
        return
        [
            .. document.RootElement.GetProperty("models").EnumerateArray().SelectMany(model =>
                new[] { "all", "coreset", "paper", "random" }.Select(rows => model.GetProperty(rows).GetProperty("error").GetDouble())),
        ];
    }

    // 400 rows, a fifth of weight 0; y is a line in x whose height goes by c.
    private string Houses() => _folder.Text("h.csv", "x,c,g,w,y\n" + string.Concat(Enumerable.Range(0, 400).Select(i =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Math.Sin(i):R},{"uvw"[i % 3]},{i / 7 % 2},{i % 5},{3 * Math.Sin(i) + i % 3 * (i % 3):R}\n"))));
}
