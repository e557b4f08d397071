namespace Polylog.Cli.Tests;

/// <summary>The program on a disk of 64 kB.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly FullDisk _disk;

    public FullDiskTests() => _disk = new FullDisk(_folder);

    [Theory]
    [InlineData("o.csv")]
    [InlineData("o.jsonl")]
    [InlineData("o.parquet")]
    public void A_table_that_does_not_fit_is_one_line(string name)
    {
        string path = Path.Combine(_disk.Path, name);
        CliResult result = Polylog("compress", _folder.Sample("t.csv", 9000), "-o", path, "--size", "6000", "--order", "2");
        Check(result, path);
    }

    [Fact]
    public void A_demonstration_that_does_not_fit_is_one_line_and_leaves_no_folder()
    {
        string folder = Path.Combine(_disk.Path, "new");
        Check(Polylog("demo", "--rows", "5000", "--output", folder), Path.Combine(folder, "data.parquet"));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_a_note()
    {
        string table = _folder["t.parquet"], path = Path.Combine(_disk.Path, "o.parquet");
        const string Query = "select sin(i * 1.7) + i % 7 as a, cos(i * 0.3) * (i % 11) as b, sin(i * 0.01) as c from range(400000) t(i)";
        Cli.Run("compress", "--sql", Query, "--fraction", "1", "--order", "1", "--weight-name", "w", "-o", table).Succeeded();
        CliResult result = Polylog(
            "compress", table, "--columns", "a,b,c", "--weight", "w", "--order", "3", "--size", "500", "--memory", "6MB", "-o", path);
        Assert.Equal($"note: cannot write '{path}.resume': No space left on device; choose another place, or a run that is stopped begins "
            + "anew\nleft: o.parquet\n", result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void A_page_that_does_not_fit_leaves_the_result_and_says_how_to_get_it()
    {
        string table = _folder.Sample("t.csv", 9000), output = _folder["o.parquet"], page = Path.Combine(_disk.Path, "r.html");
        CliResult result = Polylog("compress", table, "-o", output, "--size", "1000", "--report", page);
        Assert.Equal(1, result.ExitCode);
        Assert.True(File.Exists(output));
        Assert.StartsWith(
            $"polylog: only the page is missing: cannot write '{page}': No space left on device; choose another place, for example with '",
            result.Error, StringComparison.Ordinal);
        Assert.EndsWith($" report {output} --against {table} -o report.html'\nleft: \n", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Check(CliResult result, string path)
    {
        Assert.Equal(1, result.ExitCode);
        // The last line lists what is left on the disk.
        Assert.Equal($"polylog: cannot write '{path}': No space left on device; choose another place\nleft: \n", result.Error);
    }

    private CliResult Polylog(params string[] arguments) => _disk.Run("polylog.dll", arguments);
}
