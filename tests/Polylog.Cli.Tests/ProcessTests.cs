using System.Diagnostics;
using System.Text.Json;
using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>The built program as a process.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "polylog.dll");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Piped_output_is_clean()
    {
        using Process process = Start("compress", _folder.Sample("t.csv", 500), "-o", _folder["o.parquet"], "--size", "50", "--json");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(500, json.RootElement.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task A_bad_command_line_returns_2()
    {
        using Process process = Start("compress", "--ordr", "3");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Equal("polylog: no option '--ordr'; did you mean '--order'? (see polylog compress --help)\n", error);
    }

    [Theory]
    [InlineData("INT", 2, 130)]
    [InlineData("TERM", 15, 143)]
    public async Task A_signal_to_stop_leaves_nothing_behind(string signal, int number, int exitCode)
    {
        string output = _folder.Text("o.parquet", "older");
        // This query returns rows for a very long time, so that the command is still running when it is stopped.
        const string Query = "select random() as x from range(1000000000000) where random() < 0.0000001";
        await Stops(signal, number, exitCode, "compress", "--sql", Query, "-o", output);
        Assert.Equal(["o.parquet", "temporary"], _folder.Names);
        Assert.Equal("older", await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("INT", 2, 130)]
    [InlineData("TERM", 15, 143)]
    public async Task A_command_that_cannot_be_interrupted_is_ended(string signal, int number, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "pipes have no names here");
        // The engine waits in a call of the system until somebody writes to the pipe.
        string query = $"select * from read_csv('{_folder.Pipe("pipe.csv")}')";
        await Stops(signal, number, exitCode, "compress", "--sql", query, "-o", _folder["o.parquet"]);
        Assert.Equal(["pipe.csv", "temporary"], _folder.Names);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 2, 130)]
    [InlineData("TERM", 15, 143)]
    public async Task A_model_that_runs_for_ever_is_stopped(string signal, int number, int exitCode)
    {
        string model = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 20).Weights("w2", 20, 3)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "s").Endless("s", "y")
            .Save(_folder.FullPath);
        await Stops(signal, number, exitCode, "shrink", model, "-o", _folder["small.onnx"], "--width", "10");
        Assert.Equal(["model.onnx", "temporary"], _folder.Names);
    }

    // What ONNX Runtime logs goes to the error stream of the process, past everything else.
    [Theory]
    [InlineData("fine", "")]
    [InlineData("index", "polylog: ONNX Runtime cannot run '{0}': Gather node 'evil [31mname': indices element out of data bounds, idx=7 "
        + "must be within the inclusive range [-3,2]; give inputs with numbers in that range\n")]
    [InlineData("operator", "polylog: ONNX Runtime cannot run '{0}': This is an invalid model. In Node, (\"evil [31mname\", NoSuch, "
        + "\"\", -1) : (\"s\": tensor(float),) -> (\"y\": tensor(float),) , Error No Op registered for NoSuch with domain_version of 17; "
        + "check the model with onnx.checker, or export it again\n")]
    public async Task The_runtime_prints_nothing_of_its_own(string fault, string error)
    {
        // A warning each: a weight that is an input too, a shape that is declared wrongly, a tensor that nothing uses.
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 5).Input("w1", 5, 20).Output("y", -1, 3).Declared("z", -1, 77)
            .Weights("unused", 3).Weights("w1", 5, 20).Weights("w2", 20, 3).Integers("seven", 7)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "s");
        builder = fault switch
        {
            "index" => builder.Node("Gather", ["s", "seven"], "y", "evil\u001b[31mname", attributes: OnnxBuilder.Integer("axis", 1)),
            "operator" => builder.Node("NoSuch", ["s"], "y", "evil\u001b[31mname"),
            _ => builder.Node("Relu", ["s"], "y"),
        };
        string model = builder.Save(_folder.FullPath);
        using Process process = Start("shrink", model, "-o", _folder["small.onnx"], "--width", "10");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string told = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, error, model), told);
        Assert.Equal(error.Length == 0, (await output).StartsWith("layers ", StringComparison.Ordinal));
    }

    private async Task Stops(string signal, int number, int exitCode, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
        Assert.SkipWhen(IsIgnored(number), $"SIG{signal} is ignored here, as in the background of a script");
        using Process process = Start(arguments);
        using var end = new EndOf(process);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited);
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal("polylog: stopped before the end\n", await error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
    }

    // Bit n - 1 of a mask in /proc/self/status is signal n.
    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status", Mask = "SigIgn:";
        if (!File.Exists(Status))
            return false;
        string line = File.ReadLines(Status).First(text => text.StartsWith(Mask, StringComparison.Ordinal));
        return (Convert.ToUInt64(line[Mask.Length..].Trim(), 16) >> (signal - 1) & 1) != 0;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime leaves its pipes in the folder where a process is ended at once.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = Directory.CreateDirectory(_folder["temporary"]).FullName;
        start.ArgumentList.Add(s_program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Ends a process that a failed test would leave running.</summary>
    private sealed class EndOf(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
