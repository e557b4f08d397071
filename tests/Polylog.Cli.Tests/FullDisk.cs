using System.Diagnostics;

namespace Polylog.Cli.Tests;

/// <summary>A disk of 64 kB, on which a program is run.</summary>
internal sealed class FullDisk
{
    /// <summary>Makes the disk's folder in another one. The test is skipped where disks cannot be mounted.</summary>
    public FullDisk(TemporaryFolder folder)
    {
        Path = folder["disk"];
        Directory.CreateDirectory(Path);
        bool mounts = File.Exists("/usr/bin/unshare") && Run("true").ExitCode == 0;
        Assert.SkipUnless(mounts, "only root can mount a small disk, and only on Linux");
    }

    public string Path { get; }

    /// <summary>Runs a program that lies beside the tests; the last line of its errors lists what is left on the disk.</summary>
    public CliResult Run(string program, string[] arguments) => Run(
        $"dotnet {ShellWord.Quote([System.IO.Path.Combine(AppContext.BaseDirectory, program), .. arguments])} > /dev/null; code=$?; "
        + "echo \"left: $(ls -A .)\" >&2; exit $code");

    // The disk exists for this process alone and ends with it.
    private CliResult Run(string command)
    {
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        string script = $"mount -t tmpfs -o size=64k tmpfs '{Path}' && cd '{Path}' && {{ {command}; }}";
        foreach (string word in new[] { "--mount", "sh", "-c", script })
            start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new CliResult(process.ExitCode, "", error);
    }
}
