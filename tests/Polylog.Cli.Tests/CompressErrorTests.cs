namespace Polylog.Cli.Tests;

/// <summary>Inputs that compress refuses: exit code 1, one line, and no change to an existing output.</summary>
public sealed class CompressErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CompressErrorTests()
    {
        _folder.Sample("t.csv", 50);
        _folder.Text("words.csv", "name,day\nann,2020-01-01\nbob,2020-01-02\n");
        _folder.Text("gaps.csv", "a,b\n1,2\n,3\n4,5\n6,\n");
        _folder.Text("late.csv", $"a,b\n{string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i},1\n"))}x,1\n");
        _folder.Text("weights.csv", "a,w\n1,1\n2,-3\n3,1\n");
        _folder.Text("zero.csv", "a,w\n1,0\n2,0\n");
        _folder.Text("huge.csv", "a,w\n1,1e308\n2,1e308\n");
        IEnumerable<string> unlike = Enumerable.Range(0, 300)
            .Select(i => FormattableString.Invariant($"{Math.Sin(i)},{Math.Cos(2.5 * i)},1e{i * 37 % 597 - 300}\n"));
        _folder.Text("unlike.csv", $"a,b,w\n{string.Concat(unlike)}");
        _folder.Text("nothing.csv", "");
        _folder.Text("out.csv", "older");
    }

    [Theory]
    [InlineData("nope.csv -o out.csv", "no file '{0}/nope.csv'; check the path")]
    [InlineData("*.xyz -o out.csv", "no file matches '{0}/*.xyz'; check the pattern")]
    [InlineData("t.csv -o out.xls",
        "'{0}/out.xls' has no known output format; use .csv, .tsv, .tab, .json, .ndjson, .jsonl, .parquet, .arrow, .arrows, .feather")]
    [InlineData("t.csv -o no/out.csv", "cannot write '{0}/no/out.csv': there is no folder '{0}/no'; create it first")]
    [InlineData("t.csv -o t.csv", "'{0}/t.csv' is an input as well; write to another file")]
    [InlineData("t.csv -o out.csv --columns a,kindd", "no column 'kindd' in t.csv; did you mean 'kind'?")]
    [InlineData("t.csv -o out.csv --columns zzz", "no column 'zzz' in t.csv; it has 'a', 'b', 'kind', 'n'")]
    [InlineData("t.csv -o out.csv --exclude zzz", "no column 'zzz' in t.csv; it has 'a', 'b', 'kind', 'n'")]
    [InlineData("t.csv -o out.csv --columns kind",
        "column 'kind' in t.csv is text: 50 of its first 50 values are no numbers, the first is 'odd one' in row 0 (counting from 0); "
            + "the numeric columns are 'a', 'b', 'n'")]
    [InlineData("t.csv -o out.csv --columns a,b,a", "column 'a' is named twice in --columns; name it once")]
    [InlineData("t.csv -o out.csv --columns ,", "--columns names no column; give at least one")]
    [InlineData("t.csv -o out.csv --columns a,n --weight n",
        "column 'n' is the weight (--weight), so it cannot be in --columns as well; name it in one of them")]
    [InlineData("t.csv -o out.csv --exclude a,b,n",
        "t.csv has no numeric column to use; its columns are 'a' DOUBLE, 'b' DOUBLE, 'kind' VARCHAR, 'n' BIGINT; exclude fewer "
            + "columns, or convert one to numbers in a query (--sql) with try_cast(kind as double)")]
    [InlineData("words.csv -o out.csv",
        "words.csv has no numeric column to use; its columns are 'name' VARCHAR, 'day' DATE; use lists and times by name: --columns day")]
    [InlineData("t.csv -o out.csv --weight-name A",
        "t.csv already has a column 'a'; if it contains the weights of the rows use --weight a, otherwise choose another --weight-name")]
    [InlineData("t.csv -o out.csv --row-id b", "t.csv already has a column 'b'; choose another --row-id")]
    [InlineData("t.csv -o out.csv --row-id Weight",
        "--row-id and the weight column are both called 'Weight'; choose another --row-id or --weight-name")]
    [InlineData("t.csv -o out.csv --weight kind",
        "column 'kind' in t.csv is text: 50 of its first 50 values are no numbers, the first is 'odd one' in row 0 (counting from 0); "
            + "the numeric columns are 'a', 'b', 'n'")]
    [InlineData("t.csv -o out.csv --size 51", "--size is 51, but t.csv has only 50 rows; give at most that many, or a --fraction")]
    [InlineData("t.csv -o out.csv --order 3 --size 15",
        "--size is 15, but order 3 in 3 columns has 20 moments and needs as many rows; raise --size to 20 or more, lower --order (order "
            + "2 has 10) or choose fewer --columns")]
    [InlineData("t.csv -o out.csv --order 3 --size 3 --columns a",
        "--size is 3, but order 3 in 1 column has 4 moments and needs as many rows; raise --size to 4 or more, or lower --order "
            + "(order 2 has 3)")]
    [InlineData("t.csv -o out.csv --order 1 --size 1 --columns a",
        "--size is 1, but order 1 in 1 column has 2 moments and needs as many rows; raise --size to 2 or more")]
    [InlineData("t.csv -o out.csv --size 3",
        "--size is 3, but even order 1 in 3 columns has 4 moments and needs as many rows; raise --size to 4 or more, or choose "
            + "fewer --columns")]
    [InlineData("t.csv -o out.csv --size 1 --order auto --columns a",
        "--size is 1, but even order 1 in 1 column has 2 moments and needs as many rows; raise --size to 2 or more")]
    [InlineData("t.csv -o out.csv --order 5",
        "order 5 in 3 columns has 56 moments, more than t.csv has rows (50); lower --order (order 4 has 35) or choose fewer --columns")]
    [InlineData("t.csv -o out.csv --order 5 --size 50",
        "order 5 in 3 columns has 56 moments, more than t.csv has rows (50); lower --order (order 4 has 35) or choose fewer --columns")]
    [InlineData("t.csv -o out.csv --order 5 --tolerance 1e-6",
        "order 5 in 3 columns has 56 moments, more than t.csv has rows (50); lower --order (order 4 has 35) or choose fewer --columns")]
    [InlineData("t.csv -o out.csv --order 5000 --size 40",
        "order 5000 in 3 columns has 20,858,342,501 moments, too many for this machine's memory; lower --order (order 4 has 35) or "
            + "choose fewer --columns")]
    [InlineData("t.csv -o out.csv --order 1e9",
        "order 1000000000 in 3 columns has more than 9e18 moments, too many for this machine's memory; lower --order (order 29 has "
            + "4,960) or choose fewer --columns")]
    [InlineData("unlike.csv -o out.csv --weight w --size 30",
        "the weights in 'w' range from 1.0e-300 to 1.0e296, more than the 250 decades that double precision can add up; leave out the "
            + "rows of least weight with --sql")]
    [InlineData("nothing.csv -o out.csv", "'{0}/nothing.csv' is empty; a table needs column names and at least one row")]
    [InlineData("t.csv -o out.csv --one-hot n --columns a,n",
        "column 'n' is a category (--one-hot), so it cannot be in --columns as well; name it in one of them")]
    [InlineData("t.csv -o out.csv --category ,", "--category names no column; give at least one")]
    [InlineData("gaps.csv -o out.csv",
        "gaps.csv: column 'a' has 1 missing value (first in row 1), column 'b' has 1 missing value (first in row 3), rows counted from "
            + "0; drop such rows with --drop-missing, or use other columns (--columns)")]
    [InlineData("gaps.csv -o out.csv --drop-missing --size 3",
        "--size is 3, but gaps.csv has only 2 complete rows; give at most that many, or a --fraction")]
    [InlineData("late.csv -o out.csv",
        "late.csv: column 'a' has the text 'x' in row 30000 (counting from 0), but its first rows have numbers; choose other columns "
            + "with --columns, or correct the file")]
    [InlineData("weights.csv -o out.csv --weight w",
        "weights.csv: weight column 'w' has 1 negative value, the first -3 in row 1 (counting from 0); weights must be zero or more, "
            + "or add --signed: then positive and negative weights are compressed apart")]
    [InlineData("zero.csv -o out.csv --weight w", "zero.csv: weight column 'w' is zero in every row; at least one weight must be positive")]
    [InlineData("huge.csv -o out.csv --weight w", "the weights add up to infinity; scale them down with --sql")]
    [InlineData("t.csv words.csv -o out.csv",
        "'t.csv' and 'words.csv' have different columns: only 't.csv' has 'a', 'b', 'kind', 'n', only 'words.csv' has 'name', 'day'; "
            + "files read together must have the same columns")]
    public void Says(string line, string message)
    {
        string[] before = _folder.Names;
        string[] words = line.Split(' ');
        int option = Array.FindIndex(words, word => word == "-o");
        string[] arguments =
        [
            "compress", .. words[..option].Select(name => _folder[name]), "-o", _folder[words[option + 1]], .. words[(option + 2)..],
        ];
        string expected = message.Replace("{0}", _folder.FullPath, StringComparison.Ordinal);
        Assert.Equal($"polylog: {expected}", Cli.Fails(1, arguments));
        Assert.Equal(before, _folder.Names);
        Assert.Equal("older", File.ReadAllText(_folder["out.csv"]));
    }

    [Fact]
    public void A_query_that_does_not_parse_is_one_line()
    {
        string line = Cli.Fails(1, "compress", "--sql", "selekt 1", "-o", _folder["out.csv"]);
        Assert.Equal(
            "polylog: the query begins with 'selekt'; give one that returns rows, such as select * from 'file.parquet'", line);
        line = Cli.Fails(1, "compress", "--sql", "select 1 as a frm x", "-o", _folder["out.csv"]);
        Assert.StartsWith("polylog: the query: there is a syntax error at or near \"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_command_returns_130_and_leaves_no_file()
    {
        string[] before = _folder.Names;
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLine.Run(["compress", _folder["t.csv"], "-o", _folder["out.csv"]], TextWriter.Null, error,
            new CancellationToken(true));
        Assert.Equal(130, exitCode);
        Assert.Equal("polylog: stopped before the end\n", error.ToString());
        Assert.Equal(before, _folder.Names);
        Assert.Equal("older", File.ReadAllText(_folder["out.csv"]));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("select * from '{0}/t.csv'")]
    [InlineData("select * from read_csv('{0}/[s-t].csv') where a < 1")]
    [InlineData("select * from \"{0}/t.csv\"")]
    public void A_file_that_a_query_reads_is_not_overwritten(string query)
    {
        string before = File.ReadAllText(_folder["t.csv"]);
        string sql = query.Replace("{0}", _folder.FullPath, StringComparison.Ordinal);
        Assert.Equal($"polylog: '{_folder["t.csv"]}' is an input as well; write to another file",
            Cli.Fails(1, "compress", "--sql", sql, "-o", _folder["t.csv"], "--size", "30"));
        Assert.Equal(before, File.ReadAllText(_folder["t.csv"]));
    }

    [Fact]
    public void A_huge_number_of_threads_makes_no_difference()
    {
        Cli.Run("compress", _folder["t.csv"], "-o", _folder["many.csv"], "--size", "30", "--threads", "2147483647").Succeeded();
        Cli.Run("compress", _folder["t.csv"], "-o", _folder["one.csv"], "--size", "3e1", "--threads", "1").Succeeded();
        Assert.Equal(File.ReadAllText(_folder["one.csv"]), File.ReadAllText(_folder["many.csv"]));
    }

    [Theory]
    [InlineData(2e-6)]
    [InlineData(double.NaN)]
    public void Rows_with_other_moments_are_refused(double residual)
    {
        ResidualLimit.Check(1000, 1e-10);
        string message = Assert.Throws<CommandException>(() => ResidualLimit.Check(1000, residual)).Message;
        Assert.StartsWith("the moments of the 1,000 rows to keep differ from the table's by ", message, StringComparison.Ordinal);
        Assert.EndsWith("so nothing was written; lower --order, choose fewer --columns, or leave out the rows with extreme values with "
            + "--sql", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_makes_a_column_unusable_is_noted()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i == 7 ? "unknown" : i)},{i * i}\n"));
        string input = _folder.Text("na.csv", $"a,b\n{rows}");
        string error = Cli.Run("compress", input, "-o", _folder["x.csv"], "--size", "30").Succeeded().Error;
        string query = $"select * replace (try_cast(a as double) as a) from '{input}'";
        Assert.Equal("note: na.csv: column 'a' is not used, because it is text: 1 of its first 60 values is no number, the first is "
            + $"'unknown' in row 7 (counting from 0); correct the file, or leave such rows out: --sql {ShellWord.Quote([query])} "
            + "--drop-missing\n", error);
        string summary = Cli.Run("compress", "--sql", query, "--drop-missing", "-o", _folder["x.csv"], "--size", "30").Succeeded().Output;
        Assert.Contains("columns         2: a, b", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",2", "columns are named column0 to column1")]
    [InlineData("", "column is named column0")]
    public void A_file_without_a_header_is_noted(string second, string names)
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * i}{second}\n"));
        string error = Cli.Run("compress", _folder.Text("bare.csv", rows), "-o", _folder["x.csv"], "--size", "30").Succeeded().Error;
        string way = $"--sql \"from read_csv('{_folder["bare.csv"]}', header = true)\"";
        Assert.Equal($"note: bare.csv has no header line, so its {names}; if its first line is a header, use {way}\n", error);
        // What it says can be typed.
        string query = way[7..^1];
        Assert.Equal("", Cli.Run("compress", "--sql", query, "-o", _folder["x.csv"], "--size", "30").Succeeded().Error);
    }

    [Fact]
    public void Columns_with_the_same_name_are_noted()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * i}\n"));
        string error = Cli.Run("compress", _folder.Text("alike.csv", $"a,A\n{rows}"), "-o", _folder["x.csv"], "--size",
            "30").Succeeded().Error;
        Assert.Equal("note: alike.csv has an earlier column with the same name as 'A' (upper and lower case are the same); "
            + "the later one is named 'A_1' here and in the output\n", error);
    }

    [Fact]
    public void Columns_that_are_not_numeric_are_named()
    {
        string output = Cli.Run("compress", _folder["t.csv"], "-o", _folder["x.csv"], "--size", "30").Succeeded().Output;
        Assert.Contains("not numeric     kind (VARCHAR); copied to the output, no moments\n", output, StringComparison.Ordinal);
    }

}
