namespace Polylog.Cli.Tests;

/// <summary>
/// Runs a program under strace, in folders of its own, and finds what it must not do: open a socket to a network, or write to a place
/// other than its output folder and the folder for temporary files, whatever the packages under it would do.
/// </summary>
internal sealed class WatchedFolders : IDisposable
{
    /// <summary>In a command line: the folders for its input and its output.</summary>
    public const string Input = "{in}", Output = "{out}";

    public WatchedFolders()
    {
        foreach (string name in (string[])["in", "out", "home", "temporary"])
            Directory.CreateDirectory(Folder[name]);
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Runs a program that lies beside the tests, and checks its exit code and what it did.</summary>
    public void Check(string program, string[] words, int exitCode)
    {
        SystemCalls calls = Run("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. words.Select(Filled)]);
        Assert.True(exitCode == calls.ExitCode, $"exit code {calls.ExitCode}: {calls.Error}");
        Assert.Empty(Forbidden(calls));
        Assert.Equal([], Directory.GetFileSystemEntries(Folder["home"]));
        Assert.Equal([], Directory.GetFileSystemEntries(Folder["temporary"]));
    }

    public SystemCalls Run(string program, IEnumerable<string> words) =>
        SystemCalls.Of(program, words, Folder["out"], Folder["home"], Folder["temporary"]);

    public IEnumerable<string> Forbidden(SystemCalls calls)
    {
        // .NET waits for debuggers and profilers of the same user at one local socket, a file in the folder for temporary files.
        string diagnostics = $"sun_path=\"{Folder["temporary"]}/dotnet-diagnostic-";
        IEnumerable<string> sockets = calls.Sockets.Where(call =>
            !call.Contains(" socket(AF_UNIX,", StringComparison.Ordinal) && !call.Contains(" listen(", StringComparison.Ordinal)
            && !(call.Contains(" bind(", StringComparison.Ordinal) && call.Contains(diagnostics, StringComparison.Ordinal)));
        return sockets.Concat(calls.Written(Folder["out"]).Where(path => !IsAllowed(path)));
    }

    public void Dispose() => Folder.Dispose();

    // Besides the two folders: names of the process's own threads, a semaphore that exists only while a debugger starts the process, and
    // nothing at all.
    private bool IsAllowed(string path) => path == "/dev/null"
        || ((string[])[Folder["out"] + "/", Folder["temporary"] + "/", "/proc/self/", "/dev/shm/sem.clrst"])
            .Any(start => path.StartsWith(start, StringComparison.Ordinal));

    private string Filled(string word) => word
        .Replace(Input, Folder["in"], StringComparison.Ordinal).Replace(Output, Folder["out"], StringComparison.Ordinal);
}
