using System.Text.Json.Nodes;
using Polylog.Tables;

namespace Polylog.Cli.Tests;

/// <summary>A certificate holds for the two files it was made from, and not for others.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _coreset;

    public CertificateTests()
    {
        _input = _folder.Sample("t.csv", 300);
        _coreset = _folder["c.parquet"];
        Cli.Run("compress", _input, "-o", _coreset, "--order", "3", "--size", "60").Succeeded();
    }

    [Fact]
    public void Certificate_holds_for_the_files_it_was_made_from()
    {
        string text = Cli.Run("inspect", _coreset, "--against", _input).Succeeded().Output;
        Assert.Matches(@"\nnot checked     order 3 in \d+ lea(f|ves), their moment residual [0-9.e-]+ and bound factors \(only the "
            + @"certificate has them\)\n", text);
        Assert.Matches(@"\nthe certificate holds: yes \(\d+ statements checked, numbers to a relative 1e-6\)\n", text);
    }

    [Theory]
    [InlineData("kept=59", "kept rows: claimed 59, found 60")]
    [InlineData("rows=301", "rows of the table: claimed 301, found 300")]
    [InlineData("certificate.shares.0.points=50", "kept rows in all leaves: claimed 50, found 60")]
    [InlineData("certificate.shares.0.leaves=77", "leaves: 77 in one field of the certificate, # in another")]
    [InlineData("certificate.order=4", "order: 4 in one field of the certificate, 3 in another")]
    [InlineData("order=2", "order: 3 in one field of the certificate, 2 in another")]
    [InlineData("certificate.shares.0.order=4", "lowest order of the leaves: 3 in one field of the certificate, 4 in another")]
    [InlineData("order=6 certificate.order=6 certificate.shares.0.order=6 certificate.discrepancy.order=7",
        "moments up to order 6: claimed relative errors up to 1e-9, found # for @")]
    [InlineData("order=99 certificate.order=99 certificate.shares.0.order=99",
        "order: claimed 99, allowed at most 10 for this number of rows")]
    [InlineData("totalWeight=301", "total weight: claimed 301, found 300")]
    [InlineData("certificate.momentResidual=0.5 momentResidual=0.5", "moment residual of the leaves: claimed 5.0e-1, allowed 0 to 1e-9")]
    [InlineData("certificate.shares.0.boundFactor=-1", "orders with a possible bound factor: claimed 1, found 0")]
    [InlineData("certificate.momentResidual=1e-30", "moment residual: 1E-30 in one field of the certificate, @ in another")]
    [InlineData("certificate.discrepancy.order=5", "first unmatched order: claimed 5, found 4")]
    [InlineData("certificate.discrepancy.value=1e-9", "relative error of the moments of order 4: claimed 1.0e-9, found #")]
    [InlineData("certificate.panel.functions=49", "test functions: claimed 49, found 48")]
    [InlineData("certificate.panel.coreset.median=1e-9", "median error of the test functions: claimed 1.0e-9, found #")]
    [InlineData("certificate.panel.coreset.worst=1e-9", "worst error of the test functions: claimed 1.0e-9, found #")]
    [InlineData("certificate.panel.random.median=0.9", "median error of random rows, drawn by row number: claimed 9.0e-1, found #")]
    [InlineData("certificate.panel.random.worst=7", "worst error of random rows, drawn by row number: claimed 7.0e0, found #")]
    [InlineData("certificate.panel.coreset.upper=1e-9",
        "90% quantile of the errors of the test functions: claimed 1.0e-9, found #")]
    [InlineData("certificate.kinds=[]",
        "kinds of further functions:  in one field of the certificate, steps highFrequencies tails in another")]
    [InlineData("certificate.weights.effectiveRows=1", "effective rows: claimed 1.0e0, found #")]
    [InlineData("certificate.weights.smallest=0.5", "smallest weight over the mean: claimed 5.0e-1, found #")]
    [InlineData("certificate.weights.largest=99", "largest weight over the mean: claimed 9.9e1, found #")]
    [InlineData("certificate.panel.random.subsets=6", "draws of random rows: claimed 6, found 5")]
    public void Wrong_statements_are_named(string edits, string difference)
    {
        string changed = Rewritten(metadata =>
        {
            foreach (string edit in edits.Split(' '))
                Set(metadata, edit.Split('=')[0].Split('.'), JsonNode.Parse(edit.Split('=')[1])!);
        });
        Fails(changed, _input, difference);
    }

    [Fact]
    public void Numbers_that_differ_in_late_digits_are_shown_in_full()
    {
        double median = 0;
        string changed = Rewritten(metadata =>
        {
            JsonNode errors = metadata["certificate"]!["panel"]!["coreset"]!;
            median = (double)errors["median"]!;
            errors["median"] = median * (1 - 1e-5);
        });
        Fails(changed, _input, $"median error of the test functions: claimed {Format.Exact(median * (1 - 1e-5))}, found "
            + $"{Format.Exact(median)}");
    }

    [Fact]
    public void Changed_weights_are_found()
    {
        string changed = Rewritten(_ => { }, weights => weights[7] *= 1.5);
        Fails(changed, _input, "total weight: claimed 300, found 30#");
        // Exchanging two weights does not change the total.
        string exchanged = Rewritten(_ => { }, weights => (weights[0], weights[^1]) = (weights[^1], weights[0]));
        Fails(exchanged, _input, "moments up to order 3: claimed relative errors up to 1e-9, found # for @");
    }

    [Fact]
    public void A_removed_row_is_found() =>
        Fails(Rewritten(_ => { }, dropped: 1), _input, "kept rows: claimed 60, found 59");

    [Fact]
    public void Certificate_does_not_hold_for_other_tables()
    {
        Fails(_coreset, _folder.Sample("longer.csv", 301), "rows of the table: claimed 300, found 301");
        Fails(_coreset, _folder.Sample("other.csv", 300, "b,a,kind,n"), "moments up to order 3: claimed relative errors up to 1e-9, "
            + "found # for @");
    }

    [Fact]
    public void Rows_in_another_order_give_other_random_rows()
    {
        string[] lines = File.ReadAllLines(_input);
        string reversed = _folder.Text("reversed.csv", string.Join('\n', [lines[0], .. lines.Skip(1).Reverse()]) + "\n");
        Fails(_coreset, reversed, "median error of random rows, drawn by row number: claimed #, found #");
        // The rows of a query have no order, so the difference is only mentioned.
        string text = Cli.Run("inspect", _coreset, "--against-sql", $"select * from '{reversed}'").Succeeded().Output;
        Assert.Contains("; random rows not compared, because a query returns its rows in any order)\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it is for order 3, not 2", "--order", "2")]
    [InlineData("it is for other columns", "--columns", "b,a")]
    [InlineData("it is for the test functions of --for any", "--for", "kinked")]
    [InlineData("it is for other targets, totals or groups", "--columns", "a,b", "--target", "n")]
    public void Certificate_is_not_checked_with_other_options(string reason, params string[] options)
    {
        string text = Cli.Run(["inspect", _coreset, "--against", _input, .. options]).Succeeded().Output;
        Assert.Contains($"\ncertificate     not checked: {reason}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the certificate holds", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version=7")]
    [InlineData("certificate.kinds=null")]
    [InlineData("certificate.kinds=[null]")]
    [InlineData("certificate.weights=null")]
    [InlineData("version=2")]
    [InlineData("match=null")]
    [InlineData("loss=\"huber\"")]
    [InlineData("loss=\"squared\"")]
    [InlineData("version=1")]
    [InlineData("certificate=null")]
    [InlineData("certificate.panel=null")]
    [InlineData("certificate.panel.use=\"trees\"")]
    [InlineData("certificate.shares=[]")]
    [InlineData("columns=[null]")]
    [InlineData("groupBy=[null]")]
    [InlineData("match=[null]")]
    [InlineData("categories=[null]")]
    [InlineData("scale=\"xx\"")]
    [InlineData("certificate.discrepancy={}")]
    public void An_unreadable_certificate_is_one_line(string edit)
    {
        string changed = Rewritten(metadata => Set(metadata, edit.Split('=')[0].Split('.'), JsonNode.Parse(edit.Split('=')[1])));
        Assert.Equal($"polylog: '{changed}' has a record of how it was made that this version cannot read; use the version of polylog "
            + "that wrote it, or compress again",
            Cli.Fails(1, "inspect", changed, "--against", _input));
    }

    [Fact]
    public void A_file_of_the_first_layout_has_no_certificate_and_is_inspected()
    {
        const string First = """
            {"version":1,"columns":["a","b","n"],"order":3,"scale":"std","weightName":"weight","rowIdName":null,"weightColumn":null,
            "dropMissing":false,"rows":300,"kept":60,"leaves":2,"momentResidual":1E-17,"totalWeight":300}
            """;
        string first = Rewritten(metadata =>
        {
            metadata.Clear();
            foreach ((string name, JsonNode? value) in JsonNode.Parse(First)!.AsObject())
                metadata[name] = value?.DeepClone();
        });
        string text = Cli.Run("inspect", first, "--against", _input).Succeeded().Output;
        Assert.Contains("columns         3 (stored in the coreset): a, b, n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_second_layout_has_coordinates_only()
    {
        string second = Rewritten(metadata =>
        {
            metadata["version"] = 2;
            foreach (string name in (string[])["targets", "loss", "match", "groupBy", "categories"])
                metadata.Remove(name);
            metadata["certificate"]!["panel"]!.AsObject().Remove("loss");
        });
        Assert.Contains("\nthe certificate holds: yes (", Cli.Run("inspect", second, "--against", _input).Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_third_layout_had_other_test_functions_for_constant_columns()
    {
        Assert.Contains("\nthe certificate holds: yes (",
            Cli.Run("inspect", Rewritten(metadata => metadata["version"] = 3), "--against", _input).Succeeded().Output,
                StringComparison.Ordinal);
        string input = _folder.Text("k.csv",
            "a,k\n" + string.Concat(Enumerable.Range(0, 90).Select(i => FormattableString.Invariant($"{Math.Sin(i)},7\n"))));
        Cli.Run("compress", input, "-o", _folder["k.parquet"], "--size", "20").Succeeded();
        string third = Rewritten(metadata =>
        {
            metadata["version"] = 3;
            metadata["certificate"]!["panel"]!["coreset"]!["median"] = 0.5;
        }, coreset: _folder["k.parquet"]);
        Assert.Contains("\ncertificate     not checked: an earlier version made it, with other test functions for constant columns and "
            + "several targets; compress again\n",
            Cli.Run("inspect", third, "--against", input).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-17, 0, true)]
    [InlineData(3e-15, 8e-15, true)]
    [InlineData(1e-5, 1.0000005e-5, true)]
    [InlineData(1e-5, 1.00001e-5, false)]
    [InlineData(0, 1e-9, false)]
    [InlineData(double.NaN, 1e-9, false)]
    public void Errors_agree_to_rounding(double claimed, double found, bool agree) =>
        Assert.Equal(agree, Claim.Error("error", claimed, found).Holds);

    public void Dispose() => _folder.Dispose();

    /// <summary>Checks the error line; # stands for a number, @ for a moment.</summary>
    private static void Fails(string coreset, string input, string difference)
    {
        CliResult result = Cli.Run("inspect", coreset, "--against", input);
        Assert.Equal(1, result.ExitCode);
        string pattern = System.Text.RegularExpressions.Regex.Escape(difference)
            .Replace("\\#", "[0-9.e+-]+", StringComparison.Ordinal).Replace("@", ".+", StringComparison.Ordinal);
        Assert.Matches($"^polylog: the certificate of {Path.GetFileName(coreset)} does not hold for {Path.GetFileName(input)}: {pattern}; "
            + "compare with the table it was made from, or compress again\n$", result.Error);
        Assert.Matches($@"\nthe certificate holds: no \({pattern}\)\n", result.Output);
    }

    private static void Set(JsonNode node, string[] path, JsonNode? value)
    {
        foreach (string step in path[..^1])
            node = int.TryParse(step, out int index) ? node[index]! : node[step]!;
        node[path[^1]] = value;
    }

    /// <summary>Writes the coreset again with a changed record, changed weights or fewer rows.</summary>
    private string Rewritten(Action<JsonObject> change, Action<double[]>? reweigh = null, int dropped = 0, string? coreset = null)
    {
        string path = _folder[$"changed{_folder.Names.Length}.parquet"];
        JsonObject metadata = JsonNode.Parse(TableMetadata.Read(coreset ?? _coreset)["polylog"])!.AsObject();
        change(metadata);
        using var table = Table.OpenFiles([coreset ?? _coreset]);
        double[] weights = table.ReadNumeric(["weight"]).Values;
        reweigh?.Invoke(weights);
        long[] rows = [.. Enumerable.Range(0, weights.Length - dropped).Select(row => (long)row)];
        var keyValues = new Dictionary<string, string> { ["polylog"] = metadata.ToJsonString() };
        table.WriteRows(path, new RowSelection(rows, weights.AsMemory(dropped), "weight", Metadata: keyValues, ReplacedColumn: "weight"));
        return path;
    }
}
