using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>Tables as people have them, from the file to the inspected coreset.</summary>
public sealed class OddInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Signed_weights_keep_their_signs_and_the_signed_moments()
    {
        var random = new Random(5);
        (double X, double Y, double Weight)[] rows =
        [
            .. Enumerable.Range(0, 600).Select(i =>
                (random.NextDouble(), random.NextDouble() - 0.5, (i % 4 == 0 ? -1 : 1) * (0.5 + random.NextDouble()))),
        ];
        string input = _folder.Text("s.csv", "x,y,w\n" + string.Concat(rows.Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{row.X:R},{row.Y:R},{row.Weight:R}\n"))));
        foreach (string output in new[] { _folder["o.csv"], _folder["o.parquet"] })
        {
            Cli.Run("compress", input, "--weight", "w", "--signed", "--order", "2", "--size", "60", "--weight-name", "c", "-o", output)
                .Succeeded();
            string[] again = output.EndsWith(".csv", StringComparison.Ordinal)
                ? ["--weight", "w", "--signed", "--order", "2", "--weight-name", "c"] : [];
            string inspected = Cli.Run(["inspect", output, "--against", input, .. again]).Succeeded().Output;
            Assert.Contains("all moments match in every group: yes", inspected, StringComparison.Ordinal);
        }
        double[][] kept = [.. File.ReadLines(_folder["o.csv"]).Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(kept, row => Assert.Equal(Math.Sign(row[2]), Math.Sign(row[3])));
        Close(rows.Sum(row => row.Weight), kept.Sum(row => row[3]));
        Close(rows.Sum(row => row.Weight * row.X * row.Y), kept.Sum(row => row[3] * row[0] * row[1]));
        Assert.Equal("polylog: --signed needs a --weight; name the column of weights (see polylog compress --help)",
            Cli.Fails(2, "compress", input, "--signed", "-o", _folder["n.csv"]));

        static void Close(double expected, double actual) => Assert.InRange(actual, expected - 1e-9, expected + 1e-9);
    }

    [Fact]
    public void Coresets_of_coresets_are_inspected_against_every_table()
    {
        string data = _folder.Sample("data.csv", 900);
        string[] parts = [_folder["a.parquet"], _folder["b.parquet"]];
        Cli.Run("compress", data, "--order", "2", "--size", "300", "--row-id", "id", "-o", parts[0]).Succeeded();
        Cli.Run("compress", data, "--order", "3", "--size", "200", "--row-id", "id", "-o", parts[1]).Succeeded();
        string second = _folder["second.parquet"], third = _folder["third.parquet"];
        Cli.Run("compress", parts[0], parts[1], "--weight", "weight", "--exclude", "id", "--order", "2", "--size", "80", "-o", second)
            .Succeeded();
        Cli.Run("compress", second, "--weight", "weight", "--weight-name", "w", "--exclude", "id", "--order", "2", "--size", "40", "-o",
            third)
            .Succeeded();
        Assert.Contains("the certificate holds: yes", Inspect(third, second), StringComparison.Ordinal);
        Assert.Contains("the certificate holds: yes", Inspect(second, parts), StringComparison.Ordinal);
        string against = Inspect(third, data, data);
        Assert.Contains("all moments match: yes", against, StringComparison.Ordinal);
        Assert.Contains("certificate     not checked: it is about a coreset of 80 rows, made from 1,800 rows up to order 2", against,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_coresets_added_are_no_features()
    {
        string data = _folder.Sample("data.csv", 600), first = _folder["first.parquet"], second = _folder["second.parquet"];
        Cli.Run("compress", data, "--order", "2", "--size", "100", "--weight-name", "my w", "--row-id", "the id", "-o", first).Succeeded();
        Assert.Equal("polylog: first.parquet is a coreset, and its rows have the weights in column 'my w'; use them with --weight 'my w'",
            Cli.Fails(1, "compress", first, "-o", second));
        string summary = Cli.Run("compress", first, "--weight", "my w", "--order", "2", "--size", "40", "-o", second).Succeeded().Output;
        Assert.Contains("columns         3: a, b, n", summary, StringComparison.Ordinal);
        Assert.Contains("all moments match: yes", Inspect(second, data), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_in_the_json_too()
    {
        string input = _folder.Text("t.csv", "My table\na,b\n" + Rows(80));
        foreach (string[] command in new string[][]
            { ["compress", input, "-o", _folder["o.csv"]], ["plan", input] })
        {
            CliResult result = Cli.Run([.. command, "--json"]).Succeeded();
            using var json = JsonDocument.Parse(result.Output);
            string note = Assert.Single(json.RootElement.GetProperty("notes").EnumerateArray()).GetString()!;
            Assert.Equal("t.csv: line 1 ('My table') is passed over; the table begins below it", note);
            Assert.Equal($"note: {note}\n", result.Error);
        }
    }

    [Fact]
    public void A_name_with_a_dash_is_read_after_two_dashes()
    {
        _folder.Text("-dash.csv", "a,b\n" + Rows(50));
        Assert.StartsWith(
            "polylog: no option '-dash.csv'", Cli.Fails(2, "compress", "-dash.csv", "-o", _folder["o.csv"]), StringComparison.Ordinal);
        using Process process = Start("compress", "-o", "o.csv", "--", "-dash.csv");
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.True(File.Exists(_folder["o.csv"]));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("csv.gz")]
    public async Task Standard_input_is_read(string format)
    {
        string rows = format == "json"
            ? string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"a\":{i},\"b\":{i * i}}}\n")) : "a,b\n" + Rows(50);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(rows);
        if (format == "csv.gz")
        {
            using var packed = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
                gzip.Write(bytes);
            bytes = packed.ToArray();
        }
        using Process process = Start("compress", "-", "-o", "o.csv", "--order", "1", "--size", "10");
        await process.StandardInput.BaseStream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("rows            50 -> ", output, StringComparison.Ordinal);
        Assert.Contains("columns         2: a, b", output, StringComparison.Ordinal);
        Assert.DoesNotContain("check it", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_and_times_are_features_and_inspected()
    {
        string input = _folder.Text("e.json", string.Concat(Enumerable.Range(0, 200).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"id\":{i},\"e\":[{Math.Sin(i):0.####},{Math.Cos(i):0.####}],\"t\":\"2026-11-{1 + (i % 28):00}T{i % 24:00}:00:00\"}}\n"))));
        string output = _folder["e.parquet"];
        string summary = Cli.Run("compress", input, "--columns", "e,t", "--order", "2", "--size", "40", "-o", output).Succeeded().Output;
        Assert.Contains("columns         3: e[1], e[2], t", summary, StringComparison.Ordinal);
        Assert.Contains("all moments match: yes", Inspect(output, input), StringComparison.Ordinal);
        string all = Cli.Run("compress", input, "--size", "40", "-o", _folder["i.csv"]).Succeeded().Output;
        Assert.Contains("lists and times are used where --columns names them", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Minus_one_and_one_are_no_and_yes()
    {
        var random = new Random(2);
        string input = _folder.Text("y.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 300).Select(_ => string.Create(
            CultureInfo.InvariantCulture, $"{random.NextDouble():0.####},{random.NextDouble():0.####},{(random.Next(2) * 2) - 1}\n"))));
        string output = _folder["y.parquet"];
        CliResult result = Cli.Run("compress", input, "--target", "y", "--loss", "logistic", "-o", output).Succeeded();
        Assert.Contains("target 'y' is -1 or 1; -1 is taken for 0 (no) and 1 for yes", result.Error, StringComparison.Ordinal);
        Assert.Contains("the certificate holds: yes", Inspect(output, input), StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_a_spreadsheet_would_run_are_told()
    {
        string input = _folder.Text("f.csv", "a,b\n=1+2,1\n-5,2\nplain,3\n@x,4\n");
        string error = Cli.Run("compress", input, "--fraction", "1", "-o", _folder["o.csv"]).Succeeded().Error;
        Assert.Contains(
            "o.csv: a spreadsheet would take 2 cells for formulas, such as '=1+2' in column 'a'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("spreadsheet", Cli.Run("compress", input, "--fraction", "1", "-o", _folder["o.parquet"]).Succeeded().Error,
            StringComparison.Ordinal);
    }

    private static string Inspect(string coreset, params string[] against) =>
        Cli.Run(["inspect", coreset, "--against", .. against]).Succeeded().Output;

    private static string Rows(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}.5,{i * i}\n")));

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "polylog.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullPath,
        };
        return Process.Start(start)!;
    }
}
