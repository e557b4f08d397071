using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Polylog.Cli.Tests;

/// <summary>
/// What a process and its children ask the system for, as strace shows it: sockets, and files that are made, changed, renamed or removed.
/// Attempts count, whether or not they succeed.
/// </summary>
internal sealed partial class SystemCalls
{
    // A system call that a machine does not have is left out where a question mark precedes it.
    private const string Traced = "%network,openat,?open,?openat2,?creat,mkdirat,?mkdir,mknodat,?mknod,linkat,?link,symlinkat,?symlink,"
        + "?renameat,?rename,?renameat2,unlinkat,?unlink,?rmdir,truncate,fchmodat,?chmod,fchownat,?chown";

    private static readonly Lazy<string?> s_whyNot = new(FindWhyNot);

    private readonly string[] _lines;

    private SystemCalls(int exitCode, string error, string[] lines) => (ExitCode, Error, _lines) = (exitCode, error, lines);

    public int ExitCode { get; }

    public string Error { get; }

    /// <summary>All calls about sockets.</summary>
    public IEnumerable<string> Sockets => _lines.Where(line => SocketCall().IsMatch(line));

    /// <summary>Full paths of the files that were to be written, made, renamed or removed.</summary>
    /// <param name="folder">The folder that relative paths begin in.</param>
    public IEnumerable<string> Written(string folder) => _lines
        .Where(line => !SocketCall().IsMatch(line) && (!OpenCall().IsMatch(line) || OpenedToWrite().IsMatch(line)))
        .SelectMany(line => Quoted().Matches(line))
        .Select(match => Path.GetFullPath(match.Groups[1].Value, folder))
        .Distinct();

    /// <summary>Skips the test where processes cannot be watched.</summary>
    public static void SkipUnlessWatched() => Assert.SkipWhen(s_whyNot.Value is not null, s_whyNot.Value ?? "");

    /// <summary>Runs a program whose environment has nothing but the search path, a home and a folder for temporary files.</summary>
    public static SystemCalls Of(string program, IEnumerable<string> arguments, string folder, string home, string temporary)
    {
        string log = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("strace")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            };
            string? root = Environment.GetEnvironmentVariable("DOTNET_ROOT"), path = Environment.GetEnvironmentVariable("PATH");
            start.Environment.Clear();
            foreach ((string name, string? value) in ((string, string?)[])
                [("PATH", path), ("DOTNET_ROOT", root), ("HOME", home), ("TMPDIR", temporary)])
            {
                if (value is not null)
                    start.Environment[name] = value;
            }
            foreach (string argument in (IEnumerable<string>)
                ["-f", "--seccomp-bpf", "-s", "4096", "-o", log, "-e", $"trace={Traced}", program, .. arguments])
            {
                start.ArgumentList.Add(argument);
            }
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new SystemCalls(process.ExitCode, error.GetAwaiter().GetResult(), File.ReadAllLines(log));
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static string? FindWhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "system calls are watched with strace, on Linux only";
        try
        {
            string here = Path.GetTempPath();
            SystemCalls calls = Of("true", [], here, here, here);
            return calls.ExitCode == 0 ? null : $"strace is not permitted to watch processes here: {calls.Error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed";
        }
    }

    [GeneratedRegex(
        @"^\d+ +(socket|socketpair|bind|connect|listen|accept4?|send\w*|recv\w*|getsockname|getpeername|[gs]etsockopt|shutdown)\(")]
    private static partial Regex SocketCall();

    [GeneratedRegex(@"^\d+ +open(at2?)?\(")]
    private static partial Regex OpenCall();

    [GeneratedRegex("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")]
    private static partial Regex OpenedToWrite();

    [GeneratedRegex(@"""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Quoted();
}
