using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polylog.Cluster.Tool;

/// <summary>The command <c>polylog-cluster demo</c>.</summary>
internal sealed class DemoCommand : PageCommand
{
    private const int Nodes = 3;
    private const int Files = 8;
    private const int RowsOfFile = 204_800;
    private const int PartRows = 102_400;
    private const int Size = 1000;

    public DemoCommand(Terminal terminal, CancellationToken cancellation)
        : base("demo", "Run three nodes on this machine, kill one, and compare.", terminal, cancellation) => Complete();

    public override HelpPage Page => new(
        "Starts three nodes as processes on this machine, lets them compress made tables, kills one of them in the middle, and compares "
            + "the output with that of one process. It takes less than a minute and leaves nothing behind.",
        ["polylog-cluster demo"],
        [],
        [new("the whole demo", "polylog-cluster demo")]);

    protected override int Run(ParseResult parsed)
    {
        string folder = Directory.CreateTempSubdirectory("polylog-cluster-demo-").FullName;
        try
        {
            return RunAsync(folder).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> RunAsync(string folder)
    {
        DemoTables.Write(folder, Files, RowsOfFile);
        Say($"tables          {Files} files of {Format.Whole(RowsOfFile)} rows");
        JobOrder alone = Order(folder, "alone.parquet"), together = Order(folder, "together.parquet");
        var clock = Stopwatch.StartNew();
        SoloRun.Run(alone, new TaskRunner(new DataFolders([folder]), threads: 1), Cancellation);
        Say($"one process     {Format.Seconds(clock.Elapsed)} with one thread");
        var connection = new ClusterConnection(null, null, NodeProcesses.FreePort(), null);
        using var nodes = new NodeProcesses(folder, connection);
        for (int i = 0; i < Nodes; i++)
            nodes.Start();
        Say($"nodes           {Nodes} processes of one thread each");
        using IHost host = await connection.ConnectAsync(Cancellation);
        var jobs = new PolylogJobs(host.Services.GetRequiredService<IClusterClient>());
        clock.Restart();
        string name = (await jobs.SubmitAsync(together)).Name;
        bool isKilled = false;
        JobStatus status = await jobs.WaitAsync(name, now =>
        {
            isKilled |= KillLast(nodes, now, isKilled);
        }, Cancellation);
        Say($"the job         {Format.Seconds(clock.Elapsed)}");
        JobLines.Write(status, Terminal.Output);
        if (status.Phase != JobPhase.Done)
            throw new CommandException(JobLines.Failure(status));
        bool isSame = File.ReadAllBytes(alone.Output).AsSpan().SequenceEqual(File.ReadAllBytes(together.Output));
        Say($"same bytes      {(isSame ? "yes" : "NO")}: the output of the nodes, compared with that of one process");
        return isSame && isKilled ? ExitCode.Done : ExitCode.Failed;
    }

    // The last node, in the middle of a part: its part is done again by another.
    private bool KillLast(NodeProcesses nodes, JobStatus status, bool isKilled)
    {
        RunningTask? running = status.Running.FirstOrDefault(task => nodes.Find(task.Node) == Nodes - 1);
        if (isKilled || status.Phase != JobPhase.Running || status.PartsDone < status.Parts / 3 || running is null)
            return false;
        nodes.Kill(Nodes - 1);
        Say($"killed          node {running.Node.Split('@')[0]}, with {running.Task}, after {status.PartsDone} of {status.Parts} parts");
        return true;
    }

    private static JobOrder Order(string folder, string output) => new()
    {
        Inputs = [Path.Combine(folder, "part-*.parquet")],
        Output = Path.Combine(folder, output),
        Options = ["--size", Size.ToString(System.Globalization.CultureInfo.InvariantCulture), "--columns", "x,z,y", "--order", "3"],
        PartRows = PartRows,
    };

    private void Say(string line) => Terminal.Output.WriteLine(line);
}
