using System.Diagnostics;

namespace Polylog.Cli.Tests;

/// <summary>The built program, stopped at random moments of a compression part by part and started again.</summary>
public sealed class KilledTests : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "polylog.dll");

    private readonly TemporaryFolder _folder = new();

    private readonly string _table;

    private readonly string _output;

    private readonly string _state;

    public KilledTests()
    {
        _table = _folder["t.parquet"];
        _output = _folder["kept.parquet"];
        _state = _output + ".resume";
        const string Query = "select sin(i * 1.7) + i % 7 as a, cos(i * 0.3) * (i % 11) as b, sin(i * 0.01) as c from range(400000) t(i)";
        Cli.Run("compress", "--sql", Query, "--fraction", "1", "--order", "1", "--weight-name", "w", "-o", _table).Succeeded();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_three_times_it_comes_to_the_same_bytes()
    {
        string other = _folder["uninterrupted.parquet"];
        Cli.Run(Line(other)).Succeeded();
        int goneOn = 0;
        for (int kill = 0; kill < 3; kill++)
        {
            using Process process = Start($"{1 + kill}");
            using var end = new EndOf(process);
            bool isSaved = WaitForState(process);
            Thread.Sleep(Random.Shared.Next(300));
            process.Kill();
            goneOn += process.StandardError.ReadToEnd().Contains("note: goes on after ", StringComparison.Ordinal) ? 1 : 0;
            process.WaitForExit();
            if (!isSaved)
                break;
        }
        Cli.Run(Line(_output)).Succeeded();
        Assert.Equal(File.ReadAllBytes(other), File.ReadAllBytes(_output));
        Assert.Equal(["kept.parquet", "t.parquet", "temporary", "uninterrupted.parquet"], _folder.Names);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
        Assert.InRange(goneOn, 1, 3);
    }

    [Fact]
    public void A_signal_to_stop_leaves_the_state_and_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
        using Process process = Start("1");
        using var end = new EndOf(process);
        Assert.True(WaitForState(process));
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(143, process.ExitCode);
        Assert.Matches(@"\Apolylog: stopped before the end; the same command goes on after [0-9,]+ rows\n\z", error);
        Assert.Equal(["kept.parquet.resume", "t.parquet", "temporary"], _folder.Names);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
    }

    // Whether a new state is there before the process has ended.
    private bool WaitForState(Process process)
    {
        DateTime last = File.GetLastWriteTimeUtc(_state);
        while (!process.HasExited)
        {
            if (File.Exists(_state) && File.GetLastWriteTimeUtc(_state) != last)
                return true;
            Thread.Sleep(10);
        }
        return false;
    }

    private string[] Line(string output) =>
    [
        "compress", _table, "--columns", "a,b,c", "--weight", "w", "--order", "3", "--size", "500", "--memory", "6MB", "-o", output,
    ];

    private Process Start(string threads)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        // The runtime leaves its pipes in the folder where a process is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = Directory.CreateDirectory(_folder["temporary"]).FullName;
        foreach (string argument in (string[])[s_program, .. Line(_output), "--threads", threads])
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
