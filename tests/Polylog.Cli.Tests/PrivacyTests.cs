using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>
/// Nothing leaves the machine, and nothing is written but the output: no command opens a socket to a network, or writes to a place other
/// than its output folder and the folder for temporary files, whatever the packages under it would do. Every command is in the list.
/// </summary>
public sealed class PrivacyTests : IDisposable
{
    private const string Input = WatchedFolders.Input, Output = WatchedFolders.Output;

    /// <summary>Command lines, and their exit codes.</summary>
    private static readonly (int ExitCode, string[] Line)[] s_lines =
    [
        (0, ["compress", $"{Input}/t.csv", "-o", $"{Output}/o.csv", "--size", "50"]),
        (0, ["compress", $"{Input}/t.parquet", "--weight", "weight", "-o", $"{Output}/o.parquet", "--size", "50"]),
        (0, ["compress", $"{Input}/t.json", "--weight", "weight", "-o", $"{Output}/o.json", "--size", "50"]),
        (0, ["compress", "--sql", $"select a, b from '{Input}/t.csv' where a > 0", "-o", $"{Output}/o.parquet", "--size", "50"]),
        (0, ["compress", $"{Input}/t.parquet", "--weight", "weight", "-o", $"{Output}/o.arrows", "--size", "50"]),
        (0, ["compress", $"{Input}/t.arrows", "--weight", "weight", "-o", $"{Output}/o.arrow", "--size", "50"]),
        (0, ["plan", $"{Input}/t.csv"]),
        (0, ["merge", $"{Input}/t.parquet", "-o", $"{Output}/m.parquet", "--size", "20"]),
        (0, ["update", $"{Output}/s.parquet", $"{Input}/t.csv", "-o", $"{Output}/u.parquet", "--size", "50"]),
        (0, ["report", $"{Input}/t.parquet", "--against", $"{Input}/t.csv", "-o", $"{Output}/r.html"]),
        (0, ["inspect", $"{Input}/t.parquet", "--against", $"{Input}/t.csv"]),
        (0, ["shrink", $"{Input}/model.onnx", "--list"]),
        (0, ["shrink", $"{Input}/model.onnx", "-o", $"{Output}/s.onnx", "--width", "10", "--calibration", $"{Input}/t.csv"]),
        (0, ["demo", "--rows", "4000", "--size", "170", "-o", $"{Output}/demo"]),
        // Commands of another program.
        (2, ["evaluate", $"{Input}/t.csv", "--target", "b"]),
        (2, ["reproduce", "fig6"]),
        // What an engine would fetch an extension or a file for.
        (1, ["compress", "--sql", "select * from 'https://127.0.0.1:9/t.csv'", "-o", $"{Output}/o.csv", "--size", "50"]),
        (1, ["compress", "--sql", "select * from 's3://bucket/t.parquet'", "-o", $"{Output}/o.csv", "--size", "50"]),
        (1, ["compress", "--sql", $"select st_area(st_point(a, b)) as z from '{Input}/t.csv'", "-o", $"{Output}/o.csv", "--size", "50"]),
        (1, ["compress", "--sql", $"select * from '{Input}/t.xlsx'", "-o", $"{Output}/o.csv", "--size", "50"]),
    ];

    private readonly WatchedFolders _watched = new();

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, s_lines.Length)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_command_reaches_for_nothing_but_its_output(int line)
    {
        SystemCalls.SkipUnlessWatched();
        (int exitCode, string[] words) = s_lines[line];
        Prepare(words);
        _watched.Check("polylog.dll", words, exitCode);
    }

    [Fact]
    public void Every_command_is_in_the_list()
    {
        using var text = new StringWriter();
        IEnumerable<string> commands = PolylogCommand.Create(new Terminal(text, text), default).Subcommands.Select(command => command.Name);
        Assert.Empty(commands.Except(s_lines.Where(line => line.ExitCode is 0 or 2).Select(line => line.Line[0])));
    }

    [Fact]
    public void A_socket_or_a_file_elsewhere_would_be_seen()
    {
        SystemCalls.SkipUnlessWatched();
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash, which can open a socket");
        Prepare([]);
        SystemCalls calls = _watched.Run(
            "/bin/bash", ["-c", "echo 1 > ~/file; (echo 2 > /dev/tcp/127.0.0.1/9); mkdir ../elsewhere"]);
        string[] forbidden = [.. _watched.Forbidden(calls)];
        Assert.Contains(forbidden, call => call.Contains("socket(AF_INET,", StringComparison.Ordinal));
        Assert.Contains(Path.Combine(_watched.Folder["home"], "file"), forbidden);
        Assert.Contains(_watched.Folder["elsewhere"], forbidden);
    }

    public void Dispose() => _watched.Dispose();

    private void Prepare(string[] words)
    {
        TemporaryFolder folder = _watched.Folder;
        string Named(string ending) => Path.Combine("in", $"t.{ending}");
        folder.Sample(Named("csv"), 500, "a,b,kind,n");
        foreach (string ending in (string[])["parquet", "json", "arrows"])
        {
            if (words.Contains($"{Input}/t.{ending}"))
                Cli.Run("compress", folder[Named("csv")], "-o", folder[Named(ending)], "--size", "200").Succeeded();
        }
        folder.Text(Named("xlsx"), "no workbook");
        new OnnxBuilder().Input("x", -1, 3).Output("y", -1, 2).Weights("w1", 3, 20).Weights("w2", 20, 2)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y").Save(folder["in"]);
    }
}
