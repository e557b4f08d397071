using System.Diagnostics;

namespace Polylog.Cluster.Tests;

/// <summary>What all tests with nodes do: the same job alone, a look at the result, and whether there is time for the long ones.</summary>
internal static class Trial
{
    public const string Slow = "takes a minute; .ci/cluster runs it";

    private const int Rows = 800_000;

    public static string[] Options { get; } = ["--size", "500", "--columns", "x,z", "--order", "3"];

    /// <summary>More runs than one with random moments, for measurements.</summary>
    public static int Runs => int.TryParse(Environment.GetEnvironmentVariable("POLYLOG_CLUSTER_RUNS"), out int runs) ? runs : 1;

    /// <summary>Whether tests that take a minute are run as well.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("POLYLOG_CLUSTER_RUNS") is { Length: > 0 };

    public static MadeTables Tables() => new(files: 4, rows: Rows / 4);

    /// <summary>The bytes that one process makes.</summary>
    public static byte[] Alone(MadeTables made)
    {
        SoloRun.Run(made.Order("out.parquet", Options), new TaskRunner(new DataFolders([made.Folder]), 2), default);
        byte[] bytes = File.ReadAllBytes(made.Output);
        File.Delete(made.Output);
        return bytes;
    }

    /// <summary>Makes sure that no row is lost or counted twice, that the bytes are the same, and that no file is left over.</summary>
    public static void Check(MadeTables made, byte[] expected, JobStatus status)
    {
        Assert.True(status.Phase == JobPhase.Done, status.Message);
        Assert.Equal(Rows, status.RowsDone);
        Assert.Equal(expected, File.ReadAllBytes(made.Output));
        Assert.All(Directory.EnumerateFileSystemEntries(made.Folder),
            path => Assert.True(Path.GetExtension(path) is ".parquet" or ".polylog-cluster", path));
    }

    public static async Task<JobStatus> Ended(RunningCluster cluster, JobOrder order) =>
        await cluster.Jobs.WaitAsync((await cluster.Jobs.SubmitAsync(order)).Name, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Kills a node in the middle of a part.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool KillWorker(RunningCluster cluster, JobStatus status, bool notFirst)
    {
        int node = status.Running.Select(task => cluster.Nodes.Find(task.Node)).LastOrDefault(node => node > (notFirst ? 0 : -1), -1);
        if (node < 0)
            return false;
        cluster.Nodes.Kill(node);
        return true;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
    }

    /// <summary>Skips a test where it needs the rights of root, or a program that is not installed.</summary>
    public static void NeedsRoot(params string[] programs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs Linux and root: a network, disk or clock");
        Needs(programs);
    }

    public static void Needs(params string[] programs)
    {
        foreach (string program in programs)
            Assert.SkipUnless(IsInstalled(program), $"{program} is not installed");
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
