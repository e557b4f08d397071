using System.Globalization;
using System.Text;
using System.Text.Json;
using Polylog.Tables;

namespace Polylog.Cli.Tests;

/// <summary>Coresets for losses, totals and groups: their summaries, and that they are correct.</summary>
public sealed class LearningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;

    public LearningTests()
    {
        var text = new StringBuilder("x,z,y,n,city,member,kind,revenue\n");
        var random = new Random(1);
        string[] cities = ["Oslo", "\"New York, NY\"", "Åre", ""];
        for (int i = 0; i < 2000; i++)
        {
            double x = random.NextDouble() * 4 - 2, z = random.NextDouble();
            string city = cities[i % 97 == 0 ? 3 : random.Next(8) switch { < 5 => 0, < 7 => 1, _ => 2 }];
            text.Append(CultureInfo.InvariantCulture,
                $"{x:R},{z:R},{3 * x - z + Math.Sin(9 * z):R},{(int)(Math.Exp(x) + z)},{city},{random.Next(2)},")
                .Append(CultureInfo.InvariantCulture, $"{(x + z > 1 ? "cat" : x < -1 ? "dog" : "bird")},{Math.Exp(3 * x):R}\n");
        }
        _input = _folder.Text("shop.csv", text.ToString());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--columns x,z --target y --loss squared --order 2 --size 100")]
    [InlineData("--columns x,z --target y,revenue --loss squared --order 2 --size 100")]
    [InlineData("--columns x,z --target y,revenue --loss least-squares --for kinked --size 120")]
    [InlineData("--columns x,z --target n --loss poisson --match revenue --size 200")]
    [InlineData("--columns x,z --target member --loss logistic --tolerance 1e-3")]
    [InlineData("--columns x,z --target kind --loss classes --size 200 --effort thorough")]
    [InlineData("--columns x,z --target kind --loss classes --group-by city,member --match revenue,y --order 1 --size 300")]
    [InlineData("--columns x,z --target y --fraction 0.05")]
    [InlineData("--columns x,z --target y --loss any --group-by city")]
    [InlineData("--columns x,z,city --one-hot member --target y --loss squared --for kinked")]
    [InlineData("--columns x,z --group-by city --tolerance 1e-2 --weight n --target y --loss squared")]
    [InlineData("--columns x,z --target y --loss squared --order 2 --size 100 --smooth-target s")]
    [InlineData("--columns x,z --target y --group-by city --size 200 --smooth-target s --row-id id")]
    public void A_coreset_holds_in_every_format(string options)
    {
        foreach (string name in (string[])["o.parquet", "o.csv", "o.json"])
        {
            string output = Cli.Run(["compress", _input, "-o", _folder[name], .. options.Split(' ')]).Succeeded().Output;
            // The printed next command works.
            string next = output[(output.IndexOf("check it: polylog ",
                StringComparison.Ordinal) + "check it: polylog ".Length)..].TrimEnd();
            JsonElement report = JsonDocument.Parse(Cli.Run([.. next.Split(' '), "--json"]).Succeeded().Output).RootElement;
            Assert.True(report.GetProperty("ok").GetBoolean());
            Assert.InRange(report.GetProperty("momentResidual").GetDouble(), 0, 1e-13);
            if (options.Contains("--group-by", StringComparison.Ordinal) || options.Contains("classes",
                StringComparison.Ordinal) || options.Contains("--one-hot", StringComparison.Ordinal))
                Assert.InRange(report.GetProperty("groups").GetProperty("momentResidual").GetDouble(), 0, 1e-12);
        }
    }

    [Fact]
    public void The_summary_shows_the_roles()
    {
        string text = Compress("--columns", "x,z", "--target", "y", "--loss", "squared", "--match", "revenue", "--group-by", "city",
            "--order", "2", "--size", "300");
        Assert.Contains("\ncolumns         2: x, z\ntarget          y: squared loss of models on the columns\ntotals          "
            + "revenue: preserved\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\ngroups          4 by city, 21 to \d,\d\d\d rows\n", text);
        Assert.Matches(@"\nmoments         2 x 6 up to order 2 and 2 totals, in each of \d+ leaves\n", text);
        Assert.Matches(@"\n  functions .+squared loss of 48 models: sigmoids, tanhs, ReLUs and sines\n  steps .+"
            + @"squared loss of 32 models: half-spaces\n", text);
        string found = Cli.Run("inspect", _folder["c.parquet"], "--against", _input).Succeeded().Output;
        Assert.Matches(@"\nworst group     city=(Oslo|New York, NY|Åre|\(missing\)): .+: relative error [0-9.e-]+\n", found);
        Assert.Matches(@"\nall moments match in every group: yes \(4, largest relative error [0-9.e-]+\)\n", found);
    }

    [Fact]
    public void A_total_is_a_feature_only_where_columns_name_it()
    {
        CliResult taken = Cli.Run("compress", _input, "-o", _folder["c.parquet"], "--exclude", "y,n", "--match", "revenue", "--order", "2",
            "--size", "200").Succeeded();
        Assert.Equal("note: revenue is a total (--match) and therefore not a feature; to use totals as features too, name all features "
            + "with --columns\n", taken.Error);
        string both = Compress("--columns", "x,z,revenue", "--match", "revenue", "--order", "2", "--size", "200");
        // Its total is one of the ten moments.
        Assert.Contains("\ncolumns         3: x, z, revenue\ntotals          revenue: preserved\nmoments         10 up to order 2, ", both,
            StringComparison.Ordinal);
        Assert.Contains("\nthe certificate holds: yes", Cli.Run("inspect", _folder["c.parquet"], "--against", _input).Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_constant_in_every_group_needs_no_rows()
    {
        string input = _folder.Text("lvl.csv", "g,level,a,b\n" + string.Concat(Enumerable.Range(0, 900).Select(i =>
            FormattableString.Invariant($"{i % 3},{10 * (i % 3)},{Math.Sin(i)},{Math.Cos(i * i)}\n"))));
        string Rows(string columns, params string[] more)
        {
            Cli.Run(["compress", input, "-o", _folder["lvl.parquet"], "--columns", columns, "--group-by", "g", "--row-id", "row", .. more])
                .Succeeded();
            Assert.Contains("\nthe certificate holds: yes",
                Cli.Run("inspect", _folder["lvl.parquet"], "--against", input).Succeeded().Output, StringComparison.Ordinal);
            using var kept = Table.OpenFiles([_folder["lvl.parquet"]]);
            return string.Join(' ', kept.ReadNumeric(["row", "weight"]).Values);
        }
        // 15 moments of two columns in each of 3 groups; of three columns they would be 35.
        Assert.Equal(Rows("a,b", "--size", "60", "--order", "4"), Rows("a,b,level", "--size", "60", "--order", "4"));
        Assert.Equal(Rows("a,b", "--fraction", "0.001"), Rows("a,b,level", "--fraction", "0.001"));
        Assert.Equal("polylog: --size is 40, but order 4 in 2 columns that vary has 15 moments, and the 3 groups need 45 rows together; "
            + "raise --size to 45 or more, lower --order (order 3 needs 30) or make fewer groups",
            Cli.Fails(1, "compress", input, "-o", _folder["x.csv"], "--columns", "a,b,level", "--group-by", "g", "--size", "40", "--order",
                "4"));
    }

    [Fact]
    public void True_and_false_are_not_coordinates()
    {
        string input = _folder.Text("b.csv", "x,late\n1,true\n2,false\n3,true\n4,true\n");
        foreach (string[] line in (string[][])[["plan", input, "--columns", "x,late"],
            ["compress", input, "--columns", "late", "-o", _folder["o.csv"]]])
            Assert.Equal("polylog: column 'late' in b.csv is BOOLEAN, not a number; the numeric columns are 'x'", Cli.Fails(1, line));
    }

    [Fact]
    public void True_and_false_are_a_target_of_the_logistic_loss()
    {
        string input = _folder.Text("late.csv",
            "x,late\n" + string.Concat(Enumerable.Range(0, 300)
                .Select(i => FormattableString.Invariant($"{Math.Sin(i)},{(i % 3 == 0 ? "true" : "false")}\n"))));
        Cli.Run("compress", input, "--target", "late", "--loss", "logistic", "--size", "30", "-o", _folder["l.parquet"]).Succeeded();
        Assert.Contains("\nthe certificate holds: yes", Cli.Run("inspect", _folder["l.parquet"], "--against", input).Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_columns_is_a_category_and_classes_are_shown()
    {
        string text = Compress("--columns", "x,z,city", "--target", "kind", "--loss", "classes", "--size", "200");
        Assert.Contains("\ncolumns         2: x, z\ntarget          kind: 3 classes, the weight of each is preserved\ngroups          12 "
            + "by city, class, ", text, StringComparison.Ordinal);
        Assert.Contains("\ntarget          y: used as one more column (--loss any)\n", Compress("--columns", "x,z", "--target", "y"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Small_groups_are_kept_whole_with_their_weights()
    {
        string text = Compress("--columns", "x,z", "--group-by", "city", "--order", "5", "--size", "100");
        Assert.Matches(@"\ngroups          4 by city, 21 to \d,\d\d\d rows, 1 kept whole\n", text);
        using var coreset = Table.OpenFiles([_folder["c.parquet"]]);
        NumericRows rows = coreset.Read(new ColumnSelection(["weight"]) { Labels = [new("city")] },
            cancellation: TestContext.Current.CancellationToken);
        int missing = rows.Labels[0].Texts.Count - 1;
        double[] weights = [.. rows.Values.Where((_, row) => rows.Labels[0].Codes[row] == missing)];
        Assert.Equal(Enumerable.Repeat(1.0, 21), weights);
    }

    [Fact]
    public void Weights_of_classes_are_counts_of_their_rows()
    {
        Compress("--columns", "x,z", "--target", "kind", "--loss", "classes", "--size", "60");
        Dictionary<string, double> all = Weights(_input, null), kept = Weights(_folder["c.parquet"], "weight");
        Assert.Equal(all.Keys.Order(), kept.Keys.Order());
        Assert.All(all, pair => Assert.Equal(pair.Value, kept[pair.Key], pair.Value * 1e-12));
    }

    [Fact]
    public void Rows_in_the_wrong_group_are_found()
    {
        _ = Cli.Run("compress", _input, "-o", _folder["c.csv"], "--columns", "x,z", "--group-by", "member", "--order", "2", "--size",
        "40").Succeeded();
        string[] lines = File.ReadAllLines(_folder["c.csv"]);
        // Two rows of different groups exchange their groups: this changes the moments of the groups only.
        int[] members = [.. lines.Select(line => line.Split(',')[^4] == "1" ? 1 : 0)];
        int one = Array.FindIndex(members, 1, member => member == 1), zero = Array.FindIndex(members, 1, member => member == 0);
        lines[one] = Flipped(lines[one], "0");
        lines[zero] = Flipped(lines[zero], "1");
        _folder.Text("bad.csv", string.Join('\n', lines) + "\n");
        CliResult result = Cli.Run("inspect", _folder["bad.csv"], "--against", _input, "--columns", "x,z", "--group-by", "member",
            "--order", "2");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"^polylog: bad\.csv does not match shop\.csv: the moment .+ of member=[01] has a relative error of .+, above "
            + @"1e-9; 2 of its \d+ rows are not in shop\.csv\n$", result.Error);
    }

    [Fact]
    public void A_size_raised_for_groups_is_noted()
    {
        CliResult result = Cli.Run("compress", _input, "-o", _folder["c.csv"], "--columns", "x,z", "--group-by", "city", "--order", "2",
            "--fraction", "0.01").Succeeded();
        Assert.Equal("note: 1% of 2,000 rows would be 20, but order 2 in 2 columns has 6 moments, and the 4 groups need 24 rows "
            + "together; the size is raised to 24 rows\n", result.Error);
    }

    [Fact]
    public void Json_carries_the_roles()
    {
        JsonElement json = JsonDocument.Parse(Compress("--columns", "x,z", "--target", "y", "--loss", "squared", "--match", "revenue",
            "--group-by", "city", "--category", "member", "--json")).RootElement;
        Assert.Equal("y", json.GetProperty("targets")[0].GetString());
        Assert.Equal("squared", json.GetProperty("loss").GetString());
        Assert.Equal("revenue", json.GetProperty("match")[0].GetString());
        Assert.Equal("city", json.GetProperty("groupBy")[0].GetString());
        Assert.Equal("member", json.GetProperty("categories")[0].GetString());
        Assert.Equal(8, json.GetProperty("groups").GetProperty("count").GetInt32());
        Assert.Equal("squared", json.GetProperty("certificate").GetProperty("panel").GetProperty("loss").GetString());
    }

    [Fact]
    public void Number_of_threads_makes_no_difference()
    {
        string[] arguments = ["compress", _input, "--columns", "x,z", "--target", "kind", "--loss", "classes", "--group-by", "city"];
        Cli.Run([.. arguments, "-o", _folder["one.csv"], "--threads", "1"]).Succeeded();
        Cli.Run([.. arguments, "-o", _folder["four.csv"], "--threads", "4"]).Succeeded();
        Assert.Equal(File.ReadAllText(_folder["one.csv"]), File.ReadAllText(_folder["four.csv"]));
    }

    private string Compress(params string[] options) =>
        Cli.Run(["compress", _input, "-o", _folder["c.parquet"], .. options]).Succeeded().Output;

    private static string Flipped(string line, string member)
    {
        string[] cells = line.Split(',');
        cells[^4] = member;
        return string.Join(',', cells);
    }

    private static Dictionary<string, double> Weights(string path, string? weight)
    {
        using var table = Table.OpenFiles([path]);
        NumericRows rows = table.Read(new ColumnSelection(["x"]) { Labels = [new("kind")], WeightColumn = weight },
            cancellation: TestContext.Current.CancellationToken);
        return Enumerable.Range(0, rows.Rows).GroupBy(row => rows.Labels[0].Texts[rows.Labels[0].Codes[row]]!)
            .ToDictionary(group => group.Key, group => group.Sum(row => rows.Weights?[row] ?? 1));
    }
}
