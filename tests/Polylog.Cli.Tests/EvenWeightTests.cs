using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Polylog.Tables;

namespace Polylog.Cli.Tests;

/// <summary>Tables of many columns: kernel functions, largest weights and random choices, from options to the certificate.</summary>
public sealed class EvenWeightTests : IDisposable
{
    private const int Rows = 900;
    private const int Size = 150;

    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _coreset;

    public EvenWeightTests()
    {
        _coreset = _folder["c.parquet"];
        var random = new SplitMix64(1);
        var text = new StringBuilder("x1,x2,x3,x4,x5,x6,x7,x8,g,w\n");
        for (int i = 0; i < Rows; i++)
        {
            for (int column = 0; column < 8; column++)
                text.Append(CultureInfo.InvariantCulture, $"{random.Uniform(-1, 1)},");
            text.Append(CultureInfo.InvariantCulture, $"{(i % 3 == 0 ? "b" : "a")},{1 + i % 4}\n");
        }
        _input = _folder.Text("t.csv", text.ToString());
    }

    /// <summary>Few rows and few functions: what was planned and what could be had differ.</summary>
    [Theory]
    [InlineData("60 --fraction 0.5 --columns x1,x2,x3,x4,x5")]
    [InlineData("150 --fraction 0.5 --columns x1,x2,x3,x4,x5")]
    [InlineData("20 --size 12 --columns x1,x2,x3,x4,x5 --equal-weights")]
    [InlineData("20 --size 17 --columns x1,x2,x3,x4,x5 --max-weight 1.3")]
    [InlineData("900 --size 450 --columns x1,x2,x3,x4,x5 --group-by w")]
    [InlineData("900 --size 100 --columns x1 --draw 4")]
    [InlineData("900 --size 100 --columns x1 --draw 4 --max-weight 1.5")]
    [InlineData("900 --size 300 --columns x1 --functions kernel")]
    [InlineData("900 --tolerance 0.01 --columns x1,x2,x3,x4,x5 --draw 3")]
    public void What_was_compressed_can_be_inspected(string options)
    {
        string[] words = options.Split(' ');
        string rows = _folder.Text("rows.csv", string.Join('\n', File.ReadLines(_input).Take(1 + int.Parse(words[0],
            CultureInfo.InvariantCulture))) + '\n');
        Cli.Run(["compress", rows, "-o", _coreset, .. words[1..]]).Succeeded();
        Cli.Run("inspect", _coreset, "--against", rows).Succeeded();
    }

    [Theory]
    [InlineData("", "kernel functions match", null)]
    [InlineData("--functions auto", "kernel functions match", null)]
    [InlineData("--functions kernel", "kernel functions match", null)]
    [InlineData("--functions kernel --order 2", "all moments match", null)]
    [InlineData("--functions polynomial", "all moments match", null)]
    [InlineData("--functions polynomial --order 2", "all moments match", null)]
    [InlineData("--equal-weights", "kernel functions match as nearly as stated", 1.0)]
    [InlineData("--equal-weights --group-by g", "kernel functions match as nearly as stated", 1.0)]
    [InlineData("--max-weight 1.5", "all moments match", 1.5)]
    [InlineData("--max-weight 1.5 --group-by g", "all moments match in every group", 1.5)]
    [InlineData("--weight w --max-weight 1.5", "all moments match", 1.5)]
    [InlineData("--draw 3", "kernel functions match", null)]
    [InlineData("--draw 3 --equal-weights", "kernel functions match as nearly as stated", 1.0)]
    [InlineData("--target x8 --loss squared --order 1 --equal-weights", "kernel functions match as nearly as stated", 1.0)]
    [InlineData("--match x8 --equal-weights", "kernel functions match as nearly as stated", 1.0)]
    public void What_was_compressed_holds(string options, string verdict, double? limit)
    {
        JsonNode json = Compress(options);
        Assert.InRange((int)json["kept"]!, 1, Size);
        double largest = (double)json["certificate"]!["weights"]!["largest"]!;
        if (limit is { } most)
        {
            Assert.Equal(most, (double)json["method"]!["maxWeight"]!);
            foreach (double[] weights in WeightsByGroup(options.Contains("--group-by", StringComparison.Ordinal)))
                Assert.InRange(weights.Max() / weights.Average(), 1, most * (1 + 1e-9));
        }
        else
        {
            Assert.Null(json["method"]!["maxWeight"]);
            Assert.True(largest > 1);
        }
        string text = Cli.Run("inspect", _coreset, "--against", _input).Succeeded().Output;
        Assert.Contains($"\n{verdict}: yes (", text, StringComparison.Ordinal);
        Assert.Contains("\nthe certificate holds: yes (", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_names_the_functions_and_the_wishes()
    {
        string text = Cli.Run(["compress", .. Given(), "--max-weight", "1.5", "--draw", "3"]).Succeeded().Output;
        Assert.Matches(@"\nkernel          \d+ functions (match too|nearly match) \(residual [0-9.e-]+\)"
            + @"(, \d+ further ones are kept small)?\n"
            + @"largest weight  at most 1\.5 times the mean\n"
            + @"drawn           at random with seed 3; on average over seeds, each row's weight is what it was\n", text);
    }

    [Fact]
    public void Nearly_matched_moments_are_told_with_how_near_they_are()
    {
        string text = Cli.Run(["compress", .. Given(), "--equal-weights"]).Succeeded().Output;
        Assert.Matches(@"\nmoments         \d+ up to order \d, nearly: off by at most [0-9.]+e-\d of the total weight, "
            + @"(which matches|those up "
            + @"to order \d match); more with a larger --size or with --max-weight in place of --equal-weights\n", text);
        Assert.Contains("\nlargest weight  the mean: all weights are equal\n", text, StringComparison.Ordinal);
        string inspected = Cli.Run("inspect", _coreset, "--against", _input).Succeeded().Output;
        Assert.Matches(@"\nnot checked     .*; and that moments up to order \d are off by at most [0-9.]+e-\d\n", inspected);
    }

    [Fact]
    public void A_seed_decides_which_rows_are_drawn()
    {
        byte[] Draw(string seed)
        {
            Compress($"--draw {seed}");
            return File.ReadAllBytes(_coreset);
        }
        Assert.Equal(Draw("3"), Draw("3"));
        Assert.NotEqual(Draw("3"), Draw("4"));
    }

    [Fact]
    public void A_family_that_changes_nothing_still_works()
    {
        JsonNode json = Compress("--functions kernel --columns x1");
        Assert.Equal("kernel", (string)json["method"]!["functions"]!);
        Cli.Run("inspect", _coreset, "--against", _input).Succeeded();
    }

    [Theory]
    [InlineData("--max-weight 1.5")]
    [InlineData("--equal-weights")]
    [InlineData("--functions kernel")]
    [InlineData("--draw 7")]
    public void A_tolerance_goes_with_every_option(string options)
    {
        JsonNode json = Json(["compress", .. Given(size: false), .. options.Split(' '), "--tolerance", "0.02", "--json"]);
        Assert.InRange((double)json["certificate"]!["panel"]!["coreset"]!["median"]!, 0, 0.02);
        Cli.Run("inspect", _coreset, "--against", _input).Succeeded();
    }

    [Fact]
    public void Text_without_a_certificate_is_inspected_by_the_command_that_is_printed()
    {
        string csv = _folder["c.csv"];
        string text = Cli.Run("compress", _input, "--exclude", "w", "--size", $"{Size}", "--equal-weights", "-o", csv).Succeeded().Output;
        Assert.Contains("--order 0", text, StringComparison.Ordinal);
        Cli.Run("inspect", csv, "--against", _input, "--exclude", "w", "--order", "0").Succeeded();
    }

    [Theory]
    [InlineData("kernels.0.matched=5", "kernel functions that match: claimed")]
    [InlineData("matched=500", "kernel functions that match: claimed 500, found")]
    [InlineData("watched=1", "kernel functions that are kept small: claimed 1, found")]
    [InlineData("maxWeight=1", "largest weight over the mean: claimed at most 1, found 1.")]
    [InlineData("kernelResidual=0.5", "largest relative error of a kernel function: claimed 5.0e-1, found")]
    [InlineData("kernels=[]", null)]
    public void Wrong_statements_are_named(string edit, string? difference)
    {
        Compress("");
        string changed = Rewritten(method => Set(method, edit.Split('=')[0].Split('.'), JsonNode.Parse(edit.Split('=')[1])));
        if (difference is null)
        {
            // Nothing is claimed then.
            Assert.DoesNotContain("kernel functions", Cli.Run("inspect", changed, "--against", _input).Succeeded().Output,
                StringComparison.Ordinal);
            return;
        }
        CliResult result = Cli.Run("inspect", changed, "--against", _input);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(difference, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_leave_the_kernel_functions_are_a_fault()
    {
        Compress("");
        // Two weights changed by as much: the sum stays.
        string changed = Rewritten(_ => { }, weights => (weights[0], weights[1]) = (weights[0] / 2, weights[1] + weights[0] / 2));
        CliResult result = Cli.Run("inspect", changed, "--against", _input);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("\nkernel functions match: no (", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernels.0.landmarks=2000000000")]
    [InlineData("kernels.0.matched=-1")]
    [InlineData("kernels.0.sample=0")]
    [InlineData("functions=\"other\"")]
    public void Impossible_numbers_are_not_read(string edit)
    {
        Compress("");
        string changed = Rewritten(method => Set(method, edit.Split('=')[0].Split('.'), JsonNode.Parse(edit.Split('=')[1])));
        Assert.EndsWith("has a record of how it was made that this version cannot read; use the version of polylog that wrote it, or "
            + "compress again", Cli.Fails(ExitCode.Failed, "inspect", changed, "--against", _input), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-weight 0.9", 1, "--max-weight is '0.9'; give a number, 1 or more, such as 1.5")]
    [InlineData("--max-weight NaN", 1, "--max-weight is 'NaN'; give a number, 1 or more, such as 1.5")]
    [InlineData("--max-weight x", 2, "--max-weight is 'x'; give a number, 1 or more, such as 1.5")]
    [InlineData("--max-weight 1 --equal-weights", 2,
        "--equal-weights and --max-weight cannot be combined; --equal-weights is --max-weight 1")]
    [InlineData("--functions fourier", 2, "--functions is 'fourier'; choose auto, polynomial or kernel")]
    [InlineData("--draw 0", 1, "--draw is '0'; give a whole number, 1 or more")]
    [InlineData("--draw x", 2, "--draw is 'x'; give a whole number, 1 or more")]
    [InlineData("--weight w --equal-weights --size 890", 1, "--equal-weights cannot be had: a row's own weight is 1.583 times the mean of "
        + "890 kept ones; use --max-weight 1.583 or more, or keep at most 562 rows")]
    [InlineData("--weight w --max-weight 1.2 --size 890", 1, "--max-weight is 1.2, but a row's own weight is 1.583 times the mean of 890 "
        + "kept ones; use --max-weight 1.583 or more, or keep at most 674 rows")]
    [InlineData("--weight w --equal-weights --size 900", 1, "--equal-weights cannot be had: all 900 rows are kept, and one of them "
        + "weighs 1.6 times the mean; use --max-weight 1.6 or more, or keep fewer rows")]
    public void Mistakes_are_told_in_a_line(string options, int exitCode, string message)
    {
        string[] words = Given(size: !options.Contains("--size", StringComparison.Ordinal));
        string line = Cli.Fails(exitCode, ["compress", .. words, .. options.Split(' ')]);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.False(File.Exists(_coreset));
    }

    [Fact]
    public void The_way_out_of_a_heavy_row_works_as_printed()
    {
        string[] table = ["compress", .. Given(size: false), "--weight", "w", "--size", "890", "--max-weight"];
        string line = Cli.Fails(ExitCode.Failed, [.. table, "1.1"]);
        string way = line[(line.IndexOf("use --max-weight ", StringComparison.Ordinal) + "use --max-weight ".Length)..].Split(' ')[0];
        Cli.Run([.. table, way]).Succeeded();
        Cli.Run("inspect", _coreset, "--against", _input).Succeeded();
    }

    public void Dispose() => _folder.Dispose();

    private string[] Given(bool size = true) =>
        [_input, "--exclude", "w", "-o", _coreset, .. size ? ["--size", $"{Size}"] : Array.Empty<string>()];

    private JsonNode Compress(string options)
    {
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> table = given.Contains("--columns") ? Given().Where(word => word is not ("--exclude" or "w")) : Given();
        return Json(["compress", .. table, .. given, "--json"]);
    }

    private static JsonNode Json(string[] arguments) => JsonNode.Parse(Cli.Run(arguments).Succeeded().Output)!;

    private IEnumerable<double[]> WeightsByGroup(bool grouped)
    {
        using var table = Table.OpenQuery($"select weight, ({(grouped ? "g = 'b'" : "true")})::int as b from '{_coreset}'");
        double[] both = table.ReadNumeric(["weight", "b"]).Values;
        return Enumerable.Range(0, both.Length / 2).GroupBy(row => both[2 * row + 1], row => both[2 * row])
            .Select(group => group.ToArray());
    }

    private static void Set(JsonNode node, string[] path, JsonNode? value)
    {
        foreach (string step in path[..^1])
            node = int.TryParse(step, out int index) ? node[index]! : node[step]!;
        node[path[^1]] = value;
    }

    /// <summary>Writes the coreset again with a changed record of its method, or changed weights.</summary>
    private string Rewritten(Action<JsonNode> change, Action<double[]>? reweigh = null)
    {
        string path = _folder["changed.parquet"];
        JsonObject metadata = JsonNode.Parse(TableMetadata.Read(_coreset)["polylog"])!.AsObject();
        change(metadata["method"]!);
        using var table = Table.OpenFiles([_coreset]);
        double[] weights = table.ReadNumeric(["weight"]).Values;
        reweigh?.Invoke(weights);
        long[] rows = [.. Enumerable.Range(0, weights.Length).Select(row => (long)row)];
        var keyValues = new Dictionary<string, string> { ["polylog"] = metadata.ToJsonString() };
        table.WriteRows(path, new RowSelection(rows, weights, "weight", Metadata: keyValues, ReplacedColumn: "weight"));
        return path;
    }
}
