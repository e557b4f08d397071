using System.Diagnostics;
using System.Globalization;

namespace Polylog.Cluster.Tests;

/// <summary>A PostgreSQL server of its own, on a free port of loopback and in a folder that is deleted in the end.</summary>
internal sealed class PostgresServer : IDisposable
{
    // The server refuses to run as root.
    private const string User = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("polylog-postgres-").FullName;
    private readonly int _port = NodeProcesses.FreePort();
    private readonly string _programs;
    private readonly string _address;

    private PostgresServer(string programs, string address)
    {
        (_programs, _address) = (programs, address);
        if (Environment.IsPrivilegedProcess)
            Run("chown", User, _folder);
        Program("initdb", "-D", Data, "-U", "polylog", "-A", "trust", "--no-sync");
        File.AppendAllText(Path.Combine(Data, "pg_hba.conf"), $"host all all {address}/24 trust\n");
        Start();
    }

    public string Connection => string.Create(CultureInfo.InvariantCulture,
        $"Host={_address};Port={_port};Database=postgres;Username=polylog;Timeout=15;Command Timeout=15");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Starts one; the test is skipped where PostgreSQL is not installed.</summary>
    /// <param name="address">The address that it listens on, and of whose network it takes clients.</param>
    public static PostgresServer StartOrSkip(string address = "127.0.0.1")
    {
        string? programs = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [])
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
        Assert.SkipWhen(programs is null, "PostgreSQL is not installed: apt-get install postgresql");
        return new PostgresServer(programs!, address);
    }

    public void Start() => Program("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
        string.Create(CultureInfo.InvariantCulture,
            $"-p {_port} -c listen_addresses={_address} -c unix_socket_directories={_folder} -c fsync=off"), "start");

    /// <summary>Ends the server at once, as a crash does.</summary>
    public void Stop() => Program("pg_ctl", "-D", Data, "-m", "immediate", "stop");

    public void Dispose()
    {
        try
        {
            Stop();
        }
        catch (InvalidOperationException)
        {
            // It had stopped.
        }
        Directory.Delete(_folder, recursive: true);
    }

    private void Program(string name, params string[] arguments)
    {
        string program = Path.Combine(_programs, name);
        if (Environment.IsPrivilegedProcess)
            Run("setpriv", ["--reuid", User, "--regid", User, "--clear-groups", program, .. arguments]);
        else
            Run(program, arguments);
    }

    // The server keeps the streams of pg_ctl open, so they are not waited for.
    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" > /dev/null 2>&1", "sh", program, .. arguments])
        {
            WorkingDirectory = _folder,
        };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
    }
}
