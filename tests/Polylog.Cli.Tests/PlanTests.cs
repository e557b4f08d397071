using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Polylog.Cli.Tests;

/// <summary>The output and the errors of plan.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_error_gives_rows_for_each_order_and_a_command()
    {
        string text = Cli.Run("plan", "--rows", "1e6", "--dim", "3", "--error", "1e-5").Succeeded().Output;
        Assert.StartsWith("rows            1,000,000\ncolumns         3\nwanted          relative error 1e-5 or less for sums of "
            + "smooth functions\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\n  order  moments +rows  leaves +error  if kinked +time +memory\n", text);
        Assert.Single(Lines(text), line =>
            line.StartsWith("> ", StringComparison.Ordinal) && line.EndsWith("  recommended", StringComparison.Ordinal));
        Assert.Matches(@"^do it: polylog compress data\.parquet --order \d+ --size \d+ --for smooth -o coreset\.parquet$", Lines(text)[^1]);
        Assert.DoesNotContain('\u001b', text);
        Assert.All(Lines(text), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Without_a_goal_a_tenth_of_the_rows_is_kept() =>
        Assert.Contains("wanted          100,000 rows (10%), for sums of smooth functions\n",
            Cli.Run("plan", "--rows", "1_000_000", "--dim", "3").Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void Rows_of_a_file_are_measured()
    {
        string input = _folder.Sample("t.csv", 3000);
        string text = Cli.Run("plan", input, "--columns", "a,b", "--size", "200").Succeeded().Output;
        Assert.Contains("columns         2: a, b\n", text, StringComparison.Ordinal);
        Assert.Contains("measured on these rows up to order ", text, StringComparison.Ordinal);
        Assert.Matches($"^do it: polylog compress .*t\\.csv --columns a,b --order \\d+ --size 200 --for smooth -o coreset\\.parquet$",
            Lines(text)[^1]);
    }

    [Fact]
    public void The_command_it_suggests_works()
    {
        string input = _folder.Sample("t.csv", 2000);
        string text = Cli.Run("plan", input, "--exclude", "n", "--error", "1e-3").Succeeded().Output;
        string[] words = Lines(text)[^1]["do it: polylog ".Length..].Split(' ');
        Cli.Run([.. words[..^1], _folder[words[^1]]]).Succeeded();
    }

    /// <summary>
    /// The recommended line was tested on all rows, where they are few: with other test functions than the certificate's, so the errors
    /// agree as far as medians of 48 functions do.
    /// </summary>
    [Theory]
    [InlineData("--error 1e-3")]
    [InlineData("--error 1e-5")]
    [InlineData("--size 150 --for kinked")]
    public void The_promised_error_is_the_one_of_compress(string wish)
    {
        string input = _folder.Sample("t.csv", 2000);
        using JsonDocument plan = JsonDocument.Parse(Cli.Run(["plan", input, "--columns", "a,b", .. wish.Split(' '),
            "--json"]).Succeeded().Output);
        Assert.True(plan.RootElement.GetProperty("tried").GetBoolean());
        string[] words = plan.RootElement.GetProperty("commands")[0].GetString()!["polylog ".Length..].Split(' ');
        using JsonDocument coreset = JsonDocument.Parse(Cli.Run([.. words[..^1], _folder["kept.csv"], "--json"]).Succeeded().Output);
        JsonElement panel = coreset.RootElement.GetProperty("certificate").GetProperty("panel");
        double found = panel.GetProperty("coreset").GetProperty("median").GetDouble(),
            random = panel.GetProperty("random").GetProperty("median").GetDouble();
        double expected = plan.RootElement.GetProperty("expectedError").GetDouble();
        Assert.InRange(found / expected, 0.3, 3);
        Assert.InRange(random / plan.RootElement.GetProperty("randomError").GetDouble(), 0.5, 2);
        if (plan.RootElement.GetProperty("wantedError") is { ValueKind: JsonValueKind.Number } wanted)
        {
            Assert.InRange(expected, 0, wanted.GetDouble());
            Assert.InRange(found, 0, wanted.GetDouble());
        }
    }

    [Fact]
    public void Rows_of_weight_0_are_not_counted()
    {
        string input = _folder.Text("w.csv",
            "a,w\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{Math.Sin(i)},{(i % 40 == 0 ? 1 : 0)}\n")));
        Assert.StartsWith("rows            10 (390 rows of weight 0 left out)\n",
            Cli.Run("plan", input, "--weight", "w").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("no error: all rows are kept", Cli.Run("plan", input, "--weight", "w", "--size", "20").Succeeded().Output,
            StringComparison.Ordinal);
        Assert.Equal("polylog: --size is 401, but w.csv has 10 rows with a weight above 0; give at most that many",
            Cli.Fails(1, "plan", input, "--weight", "w", "--size", "401"));
    }

    [Fact]
    public void A_constant_column_is_named_and_changes_nothing()
    {
        string input = _folder.Text("c.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{Math.Sin(i)},7\n")));
        string with = Cli.Run("plan", input, "--size", "40").Succeeded().Output,
            without = Cli.Run("plan", input, "--size", "40", "--exclude", "b").Succeeded().Output;
        Assert.Contains("\nconstant        b (the same value in every row; needs no moments)\n", with, StringComparison.Ordinal);
        Assert.DoesNotContain("constant", without, StringComparison.Ordinal);
        string expected = without.Split('\n').Single(line => line.StartsWith("expect ", StringComparison.Ordinal));
        Assert.Contains($"\n{expected}\n", with, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_distinct_rows_are_the_plan_and_the_command_keeps_them()
    {
        string input = _folder.Text("grid.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 900).Select(i => $"{i % 3},{i / 3 % 5}\n")));
        string text = Cli.Run("plan", input, "--error", "1e-6").Succeeded().Output;
        Assert.Contains("only 15 distinct rows", text, StringComparison.Ordinal);
        Assert.DoesNotContain("recommended", text, StringComparison.Ordinal);
        using (JsonDocument json = JsonDocument.Parse(Cli.Run("plan", input, "--error", "1e-6", "--json").Succeeded().Output))
        {
            Assert.Equal(15, json.RootElement.GetProperty("recommendedSize").GetInt32());
            Assert.Equal(0, json.RootElement.GetProperty("expectedError").GetDouble());
        }
        string[] words = Lines(text)[^1]["do it: polylog ".Length..].Split(' ');
        Assert.Contains("rows            900 -> 15 ", Cli.Run([.. words[..^1], _folder["kept.csv"]]).Succeeded().Output,
            StringComparison.Ordinal);

        // For smaller sizes, errors are measured as for other data.
        Assert.DoesNotContain("distinct", Cli.Run("plan", input, "--size", "6").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_same_plan()
    {
        JsonElement plan = Json("plan", "--rows", "1e9", "--dim", "4", "--error", "1e-6", "--json");
        JsonElement best = Assert.Single(plan.GetProperty("orders").EnumerateArray(),
            order => order.GetProperty("recommended").GetBoolean());
        Assert.Equal(plan.GetProperty("recommendedOrder").GetInt32(), best.GetProperty("order").GetInt32());
        Assert.Equal(plan.GetProperty("recommendedSize").GetInt64(), best.GetProperty("size").GetInt64());
        Assert.InRange(plan.GetProperty("expectedError").GetDouble(), 0, 1e-6);
        Assert.True(plan.GetProperty("worthwhile").GetBoolean());
        Assert.Equal(0, plan.GetProperty("sample").GetInt32());
    }

    [Fact]
    public void Json_of_a_file_shows_what_was_measured()
    {
        JsonElement plan = Json("plan", _folder.Sample("t.csv", 3000), "--json");
        Assert.Equal(3000, plan.GetProperty("sample").GetInt32());
        Assert.Equal(300, plan.GetProperty("wantedSize").GetInt32());
        Assert.Equal(["a", "b", "n"], plan.GetProperty("columns").EnumerateArray().Select(name => name.GetString()));
        Assert.True(plan.GetProperty("orders")[0].GetProperty("measured").GetBoolean());
    }

    [Theory]
    [InlineData("--error 1e-6", "verdict         not worthwhile: an error of 1e-6 in 50 columns needs ")]
    [InlineData("--size 60 --for kinked", "verdict         not worthwhile: 60 rows are too few for 50 columns; at best the error is")]
    public void Too_many_columns_are_explained(string wish, string verdict)
    {
        string text = Cli.Run(["plan", "--rows", "1e6", "--dim", "50", .. wish.Split(' ')]).Succeeded().Output;
        Assert.Contains($"\n{verdict}", text, StringComparison.Ordinal);
        Assert.Contains("\nways out        fewer columns: ", text, StringComparison.Ordinal);
        Assert.Contains("a smaller goal: means, covariances and least-squares fits are", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_columns_are_not_worthwhile_in_json_either() =>
        Assert.False(Json(["plan", "--rows", "1e6", "--dim", "50", "--size", "60", "--for", "kinked", "--json"])
            .GetProperty("worthwhile").GetBoolean());

    [Fact]
    public void Many_columns_are_worthwhile_with_even_weights_where_moments_alone_are_not()
    {
        const string Line = "plan --rows 20000 --dim 50 --size 300";
        string text = Cli.Run(Line.Split(' ')).Succeeded().Output;
        Assert.Matches(@"\n>  even  51 \+ \d+ .* recommended\n", text);
        string sentence = string.Join(' ', text.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"expect an error of [0-9.e-]+ with 300 rows of even weights, which match 51 moments up to order 1 and \d+ kernel "
            + @"functions; as many random rows have [0-9.e-]+, and this error takes [0-9,]+ random rows ", sentence);
        JsonElement plan = Json([.. Line.Split(' '), "--json"]);
        Assert.True(plan.GetProperty("worthwhile").GetBoolean());
        Assert.True(plan.GetProperty("expectedError").GetDouble() * 1.4 < plan.GetProperty("randomError").GetDouble());
        Assert.Contains("--functions kernel --size 300", plan.GetProperty("commands")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--size 150 --for kinked")]
    [InlineData("--error 2e-2 --for kinked")]
    public void Even_weights_are_tried_on_the_rows_of_a_file(string wish)
    {
        var random = new Random(3);
        string input = _folder.Text("wide.csv", "a,b,c,d,e,f,g,h\n" + string.Concat(Enumerable.Range(0, 1500).Select(_ =>
            string.Join(',', Enumerable.Range(0, 8).Select(_ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture))) + "\n")));
        JsonElement plan = Json(["plan", input, .. wish.Split(' '), "--json"]);
        JsonElement even = plan.GetProperty("orders").EnumerateArray().Last();
        Assert.InRange(even.GetProperty("kernelFunctions").GetInt32(), 0, 1000);
        string size = even.GetProperty("size").GetInt64().ToString(CultureInfo.InvariantCulture);
        JsonElement coreset = Json(["compress", input, "--functions", "kernel", "--for", "kinked", "--size", size, "--json", "-o",
            _folder["kept.csv"]]);
        double found = coreset.GetProperty("certificate").GetProperty("panel").GetProperty("coreset").GetProperty("median").GetDouble();
        Assert.InRange(found / even.GetProperty("kinkedError").GetDouble(), 1 / 3.0, 3);
        if (wish.StartsWith("--error", StringComparison.Ordinal))
            Assert.InRange(even.GetProperty("kinkedError").GetDouble(), 0, 2e-2);
    }

    [Fact]
    public void Rows_beyond_the_memory_are_compressed_in_parts()
    {
        string text = Cli.Run("plan", "--rows", "1e15", "--dim", "4", "--error", "1e-4").Succeeded().Output;
        Assert.Contains("\nmemory          about ", text, StringComparison.Ordinal);
        Assert.Contains("\neach part: polylog compress part1.parquet --order ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Coresets_of_parts_are_not_compressed_again_where_two_do_not_fit()
    {
        string text = Cli.Run("plan", "--rows", "1e13", "--dim", "3").Succeeded().Output;
        Assert.Matches(@"\neach part; the coresets together are the result: polylog compress part1\.parquet --order \d+ --size \d{1,9} "
            + @"--for smooth -o kept-1\.parquet\n?$", text);
        Assert.DoesNotContain("once more", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_gets_the_size_of_the_whole()
    {
        string text = Cli.Run("plan", "--rows", "1e15", "--dim", "1", "--error", "1e-15").Succeeded().Output;
        string size = Regex.Match(text, @"\n(>.*)recommended").Groups[1].Value.Split(' ',
            StringSplitOptions.RemoveEmptyEntries)[3].Replace(",", "", StringComparison.Ordinal);
        Assert.Matches($@"\neach part: polylog compress part1\.parquet --order \d+ --size {size} --for smooth -o kept-1\.parquet\n", text);
        Assert.Matches(@"\nthen [0-9,]+ coresets at a time, until one is left: polylog compress 'kept-\*\.parquet' --weight weight "
            + $@"--order \d+ --size {size} --for smooth -o all\.parquet\n", text);
    }

    [Theory]
    [InlineData("--rows 0 --dim 4", "--rows is '0'; give a whole number from 1 to 1e15")]
    [InlineData("--rows -5 --dim 4", "--rows is '-5'; give a whole number from 1 to 1e15")]
    [InlineData("--rows 1e400 --dim 4", "--rows is '1e400'; give a whole number from 1 to 1e15")]
    [InlineData("--rows 1e16 --dim 4", "--rows is '1e16'; give a whole number from 1 to 1e15")]
    [InlineData("--rows nan --dim 4", "--rows is 'nan'; give a whole number from 1 to 1e15")]
    [InlineData("--rows 2.5 --dim 4", "--rows is '2.5'; give a whole number from 1 to 1e15")]
    [InlineData("--rows 1e6 --dim 0", "--dim is '0'; give a whole number from 1 to 1000")]
    [InlineData("--rows 1e6 --dim 1001", "--dim is '1001'; give a whole number from 1 to 1000")]
    [InlineData("--rows 1e6 --dim 99999999999999999999", "--dim is '99999999999999999999'; give a whole number from 1 to 1000")]
    [InlineData("--rows 1e6 --dim 4 --error 0",
        "--error is '0'; give a number from 1e-15, where rounding begins, to below 1, such as 1e-6")]
    [InlineData("--rows 1e6 --dim 4 --error 1",
        "--error is '1'; give a number from 1e-15, where rounding begins, to below 1, such as 1e-6")]
    [InlineData("--rows 1e6 --dim 4 --error -1",
        "--error is '-1'; give a number from 1e-15, where rounding begins, to below 1, such as 1e-6")]
    [InlineData("--rows 1e6 --dim 4 --error NaN",
        "--error is 'NaN'; give a number from 1e-15, where rounding begins, to below 1, such as 1e-6")]
    [InlineData("--rows 1e6 --dim 4 --size 0", "--size is '0'; give a whole number from 1 to 1e15")]
    [InlineData("--rows 1000 --dim 4 --size 1001", "--size is 1001, but --rows is 1000; give at most that many")]
    [InlineData("--rows 1000 --dim 4 --size 4",
        "--size is 4, but order 1 in 4 columns has 5 moments and needs as many rows; raise --size to 5 or more, or use fewer columns")]
    [InlineData("--rows 4 --dim 4",
        "--rows is 4, but order 1 in 4 columns has 5 moments and needs as many rows; use more rows or fewer columns")]
    public void Refuses_numbers_out_of_range(string line, string message) =>
        Assert.Equal($"polylog: {message}", Cli.Fails(1, ["plan", .. line.Split(' ')]));

    [Theory]
    [InlineData("", "no input; give a file, or its size, such as --rows 1e6 --dim 4")]
    [InlineData("--rows 1e6", "--rows needs --dim; give the number of columns, such as --dim 4")]
    [InlineData("--dim 4", "--dim needs --rows; give the number of rows, such as --rows 1e6")]
    [InlineData("--rows abc --dim 4", "--rows is 'abc'; give a whole number from 1 to 1e15")]
    [InlineData("--rows 1e6 --dim 4 --error small",
        "--error is 'small'; give a number from 1e-15, where rounding begins, to below 1, such as 1e-6")]
    [InlineData("--rows 1e6 --dim 4 --size 10 --error 0.1",
        "--size and --error cannot be combined; give one, and the plan estimates the other")]
    [InlineData("a.csv --rows 10", "--rows cannot be combined with an input, whose rows are measured; leave one of the two out")]
    [InlineData("a.csv --dim 10", "--dim cannot be combined with an input, whose rows are measured; leave one of the two out")]
    [InlineData("a.csv --shape uniform", "--shape cannot be combined with an input, whose rows are measured; leave one of the two out")]
    [InlineData("a.csv --sql x", "both an input file ('a.csv') and --sql were given; read the files in the query, or leave one out")]
    [InlineData("--rows 1e6 --dim 4 --columns a", "--columns needs an input; give a file, or leave it out")]
    [InlineData("--rows 1e6 --dim 4 --for trees", "--for is 'trees'; choose smooth or kinked")]
    [InlineData("--rows 1e6 --dim 4 --eror 1", "no option '--eror'; did you mean '--error'?")]
    public void Refuses_wrong_command_lines(string line, string message) =>
        Assert.Equal($"polylog: {message} (see polylog plan --help)",
            Cli.Fails(2, ["plan", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

    [Fact]
    public void Files_are_refused_as_in_compress()
    {
        string input = _folder.Sample("t.csv", 50);
        Assert.Equal("polylog: no column 'zzz' in t.csv; it has 'a', 'b', 'kind', 'n'", Cli.Fails(1, "plan", input, "--columns", "zzz"));
        Assert.Equal("polylog: --size is 51, but t.csv has 50 rows; give at most that many", Cli.Fails(1, "plan", input, "--size", "51"));
        Assert.StartsWith("polylog: no file '", Cli.Fails(1, "plan", _folder["nope.csv"]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static JsonElement Json(params string[] arguments) => JsonDocument.Parse(Cli.Run(arguments).Succeeded().Output).RootElement;
}
