using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polylog.Cluster.Tests;

/// <summary>Nodes as processes, with a client.</summary>
internal sealed class RunningCluster : IDisposable
{
    private const int MostAttempts = 5;

    private readonly ClusterConnection _connection;
    private IHost _client;

    public RunningCluster(string folder, ClusterConnection connection, int nodes)
        : this(folder, connection, [.. Enumerable.Repeat(new NodePlace(), nodes)])
    {
    }

    public RunningCluster(string folder, ClusterConnection connection, IReadOnlyList<NodePlace> places)
    {
        _connection = connection;
        Nodes = new NodeProcesses(folder, connection);
        try
        {
            foreach (NodePlace place in places)
                Nodes.Start(place);
            _client = Connected();
        }
        catch
        {
            Nodes.Dispose();
            throw;
        }
    }

    public NodeProcesses Nodes { get; }

    public PolylogJobs Jobs => new(Client);

    public IClusterClient Client => _client.Services.GetRequiredService<IClusterClient>();

    /// <summary>The client goes away, and another comes.</summary>
    public void ComeBack()
    {
        _client.Dispose();
        _client = Connected();
    }

    /// <summary>The name of the node that coordinates a job.</summary>
    public async Task<string> CoordinatorOf(string job)
    {
        SiloAddress? node = await Client.GetGrain<IManagementGrain>(0).GetActivationAddress(Client.GetGrain<IJobGrain>(job));
        return ClusterNames.OfNode(node!);
    }

    /// <summary>When the nodes started, by their own clocks.</summary>
    public async Task<DateTime[]> Starts() =>
        [.. (await Client.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true)).Select(host => host.StartTime)];

    /// <summary>Orders a job, disturbs it once when some of its parts are done, and waits for its end.</summary>
    /// <returns>How it ended, and how long it took.</returns>
    public async Task<(JobStatus Status, TimeSpan Time)> Run(JobOrder order, double share, Func<JobStatus, Task<bool>> disturb)
    {
        long start = Stopwatch.GetTimestamp();
        JobStatus status = await Jobs.SubmitAsync(order);
        bool isDisturbed = false;
        while (!status.IsEnded)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(4), JobLines.Progress(status));
            await Task.Delay(50);
            status = await Jobs.StatusAsync(status.Name);
            if (!isDisturbed && status.Phase == JobPhase.Running && status.PartsDone >= share * status.Parts)
                isDisturbed = await disturb(status);
        }
        Assert.True(isDisturbed, "the job ended before it was disturbed");
        return (status, Stopwatch.GetElapsedTime(start));
    }

    public void Dispose()
    {
        _client.Dispose();
        Nodes.Dispose();
    }

    // Where many programs share few cores, a node may be silent for longer than a user waits.
    private IHost Connected()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return _connection.ConnectAsync(CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (CommandException) when (attempt < MostAttempts)
            {
                // Again.
            }
        }
    }
}
