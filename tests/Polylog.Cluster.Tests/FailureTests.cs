using System.Globalization;

namespace Polylog.Cluster.Tests;

/// <summary>What else may go wrong with nodes, networks, disks, clocks and databases; each takes a minute.</summary>
public class FailureTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("worker")]
    [InlineData("coordinator")]
    public async Task With_Redis_a_killed_node_changes_nothing(string killed)
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        using var redis = RedisServer.StartOrSkip();
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        using var cluster = new RunningCluster(made.Folder, new ClusterConnection(null, redis.Connection, null, null), nodes: 3);
        await Disturbed(made, expected, cluster, 0.2, async status =>
        {
            if (killed == "worker")
                return Trial.KillWorker(cluster, status, notFirst: false);
            cluster.Nodes.Kill(cluster.Nodes.Find(await cluster.CoordinatorOf(status.Name)));
            return true;
        });
    }

    [Fact]
    public async Task A_database_that_is_away_for_20_seconds_changes_nothing()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        using var postgres = PostgresServer.StartOrSkip();
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        using var cluster = new RunningCluster(made.Folder, new ClusterConnection(postgres.Connection, null, null, null), nodes: 3);
        await Disturbed(made, expected, cluster, 0.2, async _ =>
        {
            postgres.Stop();
            await Task.Delay(TimeSpan.FromSeconds(20));
            postgres.Start();
            return true;
        });
    }

    [Fact]
    public async Task A_node_that_joins_in_the_middle_takes_part()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        using var postgres = PostgresServer.StartOrSkip();
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        using var cluster = new RunningCluster(made.Folder, new ClusterConnection(postgres.Connection, null, null, null), nodes: 1);
        JobStatus status = await Disturbed(made, expected, cluster, 0.05, _ =>
        {
            cluster.Nodes.Start();
            return Task.FromResult(true);
        });
        Assert.Equal(2, status.DoneByNode.Count);
    }

    [Fact]
    public async Task A_node_that_is_cut_off_comes_back_with_a_stale_lease_and_changes_nothing()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        Trial.NeedsRoot("ip");
        using var network = new CutNetwork();
        using var postgres = PostgresServer.StartOrSkip(CutNetwork.Here);
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        var here = new NodePlace(CutNetwork.Here);
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(postgres.Connection, null, null, null), [here, here, network.There]);
        JobStatus status = await Disturbed(made, expected, cluster, 0.1, async status =>
        {
            if (!status.Running.Any(task => cluster.Nodes.Find(task.Node) == 2))
                return false;
            network.Cut();
            while (status.GivenAgain == 0 && !status.IsEnded)
            {
                await Task.Delay(200);
                status = await cluster.Jobs.StatusAsync(status.Name);
            }
            network.Restore();
            return true;
        });
        Assert.True(status.GivenAgain > 0);
        // What comes late.
        await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Trial.Check(made, expected, status);
    }

    [Fact]
    public async Task A_full_disk_on_one_node_changes_nothing()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        Trial.NeedsRoot("unshare", "nsenter", "mount");
        const string Full = """
            set -e
            mount -t tmpfs -o size=1m tmpfs "$2"
            mkdir "$2/new" "$2/work"
            mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/new,workdir=$2/work" "$1"
            head -c 2M /dev/zero > "$2/full" 2> /dev/null || true
            """;
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        NodePlace own = new() { Prefix = ["unshare", "-m"] };
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), [new NodePlace(), own]);
        string disk = Directory.CreateTempSubdirectory("polylog-disk-").FullName;
        JobStatus status = await Disturbed(made, expected, cluster, 0.1, _ =>
        {
            string node = cluster.Nodes.ProcessOf(1).ToString(CultureInfo.InvariantCulture);
            // This node reads the job's folder as before, and has no room to write there.
            Trial.Run("nsenter", "-t", node, "-m", "sh", "-c", Full, "sh", made.Output + ".job", disk);
            return Task.FromResult(true);
        });
        Directory.Delete(disk, recursive: true);
        Assert.True(status.GivenAgain > 0);
        Assert.Contains("No space left on device", status.Message, StringComparison.Ordinal);
        output.WriteLine(status.Message!);
    }

    [Theory]
    [InlineData("+90s")]
    [InlineData("-90s")]
    public async Task A_clock_that_is_90_seconds_off_changes_nothing(string offset)
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        Trial.Needs("faketime");
        using var postgres = PostgresServer.StartOrSkip();
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        NodePlace off = new() { Prefix = ["faketime", "-f", offset] };
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(postgres.Connection, null, null, null), [new NodePlace(), off, new NodePlace()]);
        DateTime[] starts = await cluster.Starts();
        Assert.True(starts.Max() - starts.Min() > TimeSpan.FromSeconds(60), string.Join(", ", starts));
        // The job moves to a coordinator with another clock, or away from it.
        JobStatus status = await Disturbed(made, expected, cluster, 0.3, async status =>
        {
            cluster.Nodes.Kill(cluster.Nodes.Find(await cluster.CoordinatorOf(status.Name)));
            return true;
        });
        Assert.True(status.DoneByNode.Count > 1);
    }

    private async Task<JobStatus> Disturbed(
        MadeTables made, byte[] expected, RunningCluster cluster, double share, Func<JobStatus, Task<bool>> disturb)
    {
        (JobStatus status, TimeSpan time) = await cluster.Run(made.Order("out.parquet", Trial.Options), share, disturb);
        Trial.Check(made, expected, status);
        output.WriteLine($"{time.TotalSeconds:0.0} s, given again {status.GivenAgain}");
        return status;
    }
}
