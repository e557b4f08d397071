using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli.Tests;

/// <summary>Kept rows go to standard output, and what else a command tells goes to standard error.</summary>
public sealed class ArrowPipeTests : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "polylog.dll");

    private static readonly string[] s_compress = ["compress", "-", "--columns", "a,b", "--order", "2", "--size", "50", "-o", "-"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_arrow_stream_comes_out_where_one_goes_in()
    {
        Arrow(2000);
        (int exitCode, string error) = await Pipe("t.arrows", "o.arrows", s_compress);
        Assert.True(exitCode == 0, error);
        Assert.Contains("\nwritten         standard output, with the weights in column 'weight'\n", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
        using (Table table = Table.OpenFiles([_folder["o.arrows"]]))
        {
            Assert.Equal(["a", "b", "kind", "n", "zero", "weight"], table.Columns.Select(column => column.Name));
            Assert.Equal(2000, table.ReadNumeric(["weight"]).Values.Sum(), 1e-8);
        }
        string inspected = Cli.Run("inspect", _folder["o.arrows"], "--against", _folder["t.arrows"]).Succeeded().Output;
        Assert.Contains("the certificate holds: yes", inspected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_comes_out_where_csv_goes_in()
    {
        _folder.Sample("t.csv", 2000);
        (int exitCode, string error) = await Pipe("t.csv", "o.csv", s_compress);
        Assert.True(exitCode == 0, error);
        string[] lines = await File.ReadAllLinesAsync(_folder["o.csv"], TestContext.Current.CancellationToken);
        Assert.Equal("a,b,kind,n,weight", lines[0]);
        Assert.Equal(51, lines.Length);
    }

    [Fact]
    public async Task Part_by_part()
    {
        Arrow(60_000);
        (int exitCode, string error) = await Pipe("t.arrows", "o.arrows", [.. s_compress, "--memory", "2.5MB"]);
        Assert.True(exitCode == 0, error);
        Assert.Contains("parts           of ", error, StringComparison.Ordinal);
        using Table table = Table.OpenFiles([_folder["o.arrows"]]);
        Assert.Equal(60_000, table.ReadNumeric(["weight"]).Values.Sum(), 1e-6);
    }

    [Fact]
    public async Task A_merge_goes_to_standard_output_as_well()
    {
        Arrow(2000);
        Cli.Run("compress", _folder["t.arrows"], "--columns", "a,b", "--order", "2", "--size", "50", "-o", _folder["c.arrows"]).Succeeded();
        (int exitCode, string error) = await Pipe("t.csv", "o.arrows", "merge", _folder["c.arrows"], "--size", "30", "-o", "-");
        Assert.True(exitCode == 0, error);
        using Table table = Table.OpenFiles([_folder["o.arrows"]]);
        Assert.Equal(2000, table.ReadNumeric(["weight"]).Values.Sum(), 1e-8);
    }

    [Fact]
    public async Task A_stream_that_is_cut_off_is_refused()
    {
        Arrow(2000);
        byte[] whole = await File.ReadAllBytesAsync(_folder["t.arrows"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["cut.arrows"], whole[..^100], TestContext.Current.CancellationToken);
        (int exitCode, string error) = await Pipe("cut.arrows", "o.arrows", s_compress);
        Assert.Equal(
            (1, "polylog: standard input is cut off: the Arrow stream ends too early, after 0 rows; get it again\n"), (exitCode, error));
        Assert.Equal(0, new FileInfo(_folder["o.arrows"]).Length);
    }

    [Fact]
    public async Task A_reader_that_has_gone_is_an_error()
    {
        Arrow(2000);
        using Process process = Start($"{Command(s_compress)} < '{_folder["t.arrows"]}' | true; exit ${{PIPESTATUS[0]}}");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            (1, "polylog: standard output cannot be written: Broken pipe; run again with a reader that takes all rows, or write them to a "
                + "file\n"),
            (process.ExitCode, error));
    }

    [Fact]
    public void Json_has_no_place_beside_the_rows() => Assert.Equal(
        "polylog: --json and -o - cannot be combined, both would go to standard output; write the rows to a file (see polylog compress "
            + "--help)",
        Cli.Fails(2, [.. s_compress, "--json"]));

    private void Arrow(int rows)
    {
        using Table table = Table.OpenFiles([_folder.Sample("t.csv", rows)]);
        long[] all = [.. Enumerable.Range(0, rows)];
        table.WriteRows(_folder["t.arrows"], new RowSelection(all, new double[rows], "zero"), TestContext.Current.CancellationToken);
    }

    private async Task<(int ExitCode, string Error)> Pipe(string input, string output, params string[] arguments)
    {
        using Process process = Start($"{Command(arguments)} < '{_folder[input]}' > '{_folder[output]}'");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    private static string Command(string[] arguments) => $"dotnet '{s_program}' {string.Join(' ', arguments.Select(word => $"'{word}'"))}";

    private Process Start(string line)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash, which makes the pipes");
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true };
        start.Environment["TMPDIR"] = Directory.CreateDirectory(_folder["temporary"]).FullName;
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        return Process.Start(start)!;
    }
}
