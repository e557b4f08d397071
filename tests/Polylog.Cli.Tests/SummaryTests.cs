using System.Globalization;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>The summary and the JSON output of compress.</summary>
public sealed class SummaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Json_is_one_object_with_the_promised_fields()
    {
        CliResult result = Cli.Run("compress", _folder.Sample("t.csv", 500), "-o", _folder["o.parquet"], "--json").Succeeded();
        using var json = JsonDocument.Parse(result.Output);
        string[] promised = ["rows", "kept", "columns", "order", "leaves", "momentResidual", "totalWeight", "seconds", "output", "dropped",
            "moments", "tolerance", "certificate"];
        Assert.All(promised, name => Assert.True(json.RootElement.TryGetProperty(name, out _), name));
        Assert.Equal(500, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(500, json.RootElement.GetProperty("totalWeight").GetDouble(), 1e-9);
    }

    [Fact]
    public void Summary_is_plain_text_where_it_is_piped()
    {
        string text = Cli.Run("compress", _folder.Sample("t.csv", 500), "-o", _folder["o.parquet"], "--order", "3", "--size",
            "100").Succeeded().Output;
        Assert.DoesNotContain('\u001b', text);
        Assert.StartsWith("rows            500 -> ", text, StringComparison.Ordinal);
        Assert.Contains("columns         3: a, b, n\n", text, StringComparison.Ordinal);
        Assert.Contains("moments         20 up to order 3, in each of ", text, StringComparison.Ordinal);
        Assert.Matches(@"\nfirst unmatched order 4: relative error [0-9.e-]+ \(worst of 32 directions\)\n", text);
        const string Errors = @" +[0-9.e-]+ +[0-9.e-]+ +[0-9.e-]+ +[0-9.e-]+ +";
        Assert.Matches(@"\ntest functions  coreset          random rows      relative errors of sums: median, and 90% of them\n"
            + $"  functions    {Errors}48 random sigmoids, tanhs, ReLUs and sines\n"
            + $"  steps        {Errors}32 random half-spaces\n"
            + $"  oscillations {Errors}32 random sines of frequency 4 and 8\n"
            + $"  tails        {Errors}6 tails: beyond the 5% and 95% quantiles of columns\n"
            + @" +\(as many random rows, drawn by weight; medians of 5 draws\)\n", text);
        Assert.Matches(@"\nweights         [0-9.]+ to [0-9.]+ times their mean; as even as [0-9]+ equal weights "
            + @"\(effective rows\)\n", text);
    }

    [Fact]
    public void A_constant_column_is_named_and_needs_no_moments()
    {
        string constants = string.Concat(Enumerable.Range(0, 20).Select(i => $",k{i}"));
        string input = _folder.Text("c.csv", $"a,b{constants}\n"
            + string.Concat(Enumerable.Range(0, 400)
            .Select(i =>
                FormattableString.Invariant($"{Math.Sin(i)},{Math.Cos(i * i)}") + string.Concat(Enumerable.Repeat(",7", 20)) + "\n")));
        // With 22 columns order 8 would have 5,852,925 moments.
        CliResult result = Cli.Run("compress", input, "-o", _folder["o.csv"], "--order", "8", "--size", "45").Succeeded();
        Assert.Contains("\nconstant        k0, k1, ", result.Output, StringComparison.Ordinal);
        Assert.Contains(" (the same value in every row; needs no moments)\nmoments         45 up to order 8, in one leaf\n", result.Output,
            StringComparison.Ordinal);
        string found = Cli.Run("inspect", _folder["o.csv"], "--against", input, "--order", "8").Succeeded().Output;
        Assert.Contains("\nmoments         45 up to order 8\n", found, StringComparison.Ordinal);
        Assert.Contains("\nall moments match: yes", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_with_a_constant_column_can_have_higher_orders_than_the_table()
    {
        string input = _folder.Text("g.csv", "g,a,b,c,d,e\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
            FormattableString.Invariant($"{i % 2},{Math.Sin(i)},{i % 2},{i % 2 * 2},{i % 2 - 1},{3 - i % 2}\n"))));
        Cli.Run("compress", input, "-o", _folder["o.parquet"], "--group-by", "g", "--order", "1", "--size", "12").Succeeded();
        Cli.Run("compress", input, "-o", _folder["o.parquet"], "--group-by", "g", "--size", "30").Succeeded();
        string found = Cli.Run("inspect", _folder["o.parquet"], "--against", input).Succeeded().Output;
        Assert.Matches(@"\nmoments  +[0-9,]+ up to order 1[0-9]", found);
        Assert.Contains("\nthe certificate holds: yes", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_small_a_fraction_is_raised_with_a_note()
    {
        CliResult result = Cli.Run("compress", _folder.Sample("t.csv", 100), "-o", _folder["o.csv"], "--order", "3").Succeeded();
        Assert.Equal("note: 10% of 100 rows would be 10, but order 3 in 3 columns has 20 moments; the size is raised to 20 rows\n",
            result.Error);
    }

    [Fact]
    public void Too_small_a_fraction_for_any_order_is_raised_with_a_note()
    {
        CliResult result = Cli.Run("compress", _folder.Sample("t.csv", 30), "-o", _folder["o.csv"]).Succeeded();
        Assert.Equal("note: 10% of 30 rows would be 3, but even order 1 in 3 columns has 4 moments; the size is raised to 4 rows\n",
            result.Error);
    }

    [Theory]
    [InlineData(20, "order 3 in 3 columns has 20 moments and t.csv has only 20 rows, so all rows are kept; "
        + "to keep fewer, lower --order (order 2 has 10) or choose fewer --columns", "--order", "3")]
    [InlineData(3,
        "even order 1 in 3 columns has 4 moments and t.csv has only 3 rows, so all rows are kept; to keep fewer, choose fewer --columns")]
    [InlineData(2, "even order 1 in 1 column has 2 moments and t.csv has only 2 rows, so all rows are kept", "--columns", "a")]
    [InlineData(4, "a median error below 1e-12 takes all 4 rows of t.csv, so little or nothing is gained", "--tolerance", "1e-12")]
    public void A_table_that_is_kept_whole_is_noted(int rows, string note, params string[] more)
    {
        CliResult result = Cli.Run(["compress", _folder.Sample("t.csv", rows), "-o", _folder["o.parquet"], .. more]).Succeeded();
        Assert.Equal($"note: {note}\n", result.Error);
        Assert.Contains("\nmoments         all; every row is kept with its weight\n", result.Output, StringComparison.Ordinal);
        string found = Cli.Run("inspect", _folder["o.parquet"], "--against", _folder["t.csv"]).Succeeded().Output;
        Assert.Contains("; the coreset has all rows of the table, so all other moments match too\n", found, StringComparison.Ordinal);
        Assert.Contains("\nthe certificate holds: yes (", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tolerance_that_only_all_rows_reach_is_noted_with_the_error_of_half()
    {
        var measure = new Measure(Enumerable.Range(0, 40).Select(i => Math.Sqrt(i)).ToArray(), dimension: 1);
        Coreset all = MomentCompressor.Compress(measure, new CompressionOptions { Size = 40 });
        Coreset half = MomentCompressor.Compress(measure, new CompressionOptions { Size = 20 });
        string error = Format.Small(half.Certify(measure).Evidence.Coreset.Median);
        Assert.Equal("a median error below 1e-30 takes all 40 rows of t.csv, so little or nothing is gained; "
            + $"half of the rows have an error of {error}: raise --tolerance, or use --size {half.Count}",
            ToleranceNote.Sentence(Request(order: null), "t.csv", measure, all, half));
        Assert.EndsWith($"raise --tolerance, try a lower --order, or use --size {half.Count}",
            ToleranceNote.Sentence(Request(order: 3), "t.csv", measure, all, half), StringComparison.Ordinal);
        Assert.EndsWith("; half of the rows are too few for order 30: lower --order",
            ToleranceNote.Sentence(Request(order: 30), "t.csv", measure, all, half: null), StringComparison.Ordinal);

        static CompressRequest Request(int? order) => new(new TableInput(["t.csv"], null), "o.csv") { Tolerance = 1e-30, Order = order };
    }

    /// <summary>Order 6 of three columns has 84 moments: with 100 rows more than half are kept at any tolerance.</summary>
    [Fact]
    public void A_tolerance_that_keeps_more_than_half_of_the_rows_says_so()
    {
        string[] arguments = ["compress", _folder.Sample("t.csv", 100), "-o", _folder["o.csv"], "--tolerance", "0.1", "--order"];
        Assert.Matches(@"^note: a median error below 1e-1 takes \d+ of the 100 rows of t\.csv \(\d+%\), so little or nothing is gained; "
            + "half of the rows are too few for order 6: lower --order\n$", Cli.Run([.. arguments, "6"]).Succeeded().Error);
        Assert.Equal("", Cli.Run([.. arguments, "2"]).Succeeded().Error);
    }

    /// <summary>With an order, and no target, the use of the coreset decides nothing but its certificate.</summary>
    [Theory]
    [InlineData(true, "--for smooth changes only the test functions of the certificate: --order decides which rows are kept", "--for",
        "smooth", "--order", "2", "--size", "60")]
    [InlineData(true, "--for kinked changes only the test functions of the certificate: all rows that differ are kept", "--for", "kinked",
        "--fraction", "1")]
    [InlineData(false, null, "--for", "kinked", "--size", "150")]
    [InlineData(true, null, "--for", "any", "--order", "2", "--size", "60")]
    public void A_use_that_changes_no_row_is_noted(bool same, string? note, params string[] more)
    {
        string input = _folder.Sample("t.csv", 500);
        CliResult result = Cli.Run(["compress", input, "-o", _folder["o.csv"], .. more]).Succeeded();
        Cli.Run(["compress", input, "-o", _folder["any.csv"], .. more[2..]]).Succeeded();
        Assert.Equal(same, File.ReadAllText(_folder["o.csv"]) == File.ReadAllText(_folder["any.csv"]));
        Assert.Equal(note is null ? "" : $"note: {note}\n", result.Error);
        using JsonDocument json =
            JsonDocument.Parse(Cli.Run(["compress", input, "-o", _folder["o.csv"], "--json", .. more]).Succeeded().Output);
        Assert.Equal(note is null ? [] : [note], json.RootElement.GetProperty("notes").EnumerateArray().Select(one => one.GetString()));
    }

    /// <summary>Where neither an order nor the size settles it, the note comes from a second compression.</summary>
    [Fact]
    public void A_use_is_noted_by_the_rows_that_come_out()
    {
        string input = _folder.Sample("t.csv", 60);
        for (int size = 4; size < 40; size += 7)
        {
            string[] arguments = ["compress", input, "--columns", "a", "--size", $"{size}"];
            CliResult result = Cli.Run([.. arguments, "-o", _folder["o.csv"], "--for", "smooth"]).Succeeded();
            Cli.Run([.. arguments, "-o", _folder["any.csv"]]).Succeeded();
            bool same = File.ReadAllText(_folder["o.csv"]) == File.ReadAllText(_folder["any.csv"]);
            Assert.Equal(same ? "note: --for smooth changes only the test functions of the certificate: the same rows and weights come out "
                + "without it\n" : "", result.Error);
        }
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
