using System.Net;
using Npgsql;

namespace Polylog.Cluster.Tests;

/// <summary>What users do wrong, and what they are told: one line, and a job that can go on or be removed.</summary>
public class BadInputTests
{
    [Fact]
    public void A_database_of_another_version_or_without_tables_is_refused()
    {
        using var postgres = PostgresServer.StartOrSkip();
        var empty = Assert.Throws<CommandException>(() => ClusterDatabase.Prepare(postgres.Connection, create: false));
        Assert.Contains("has no tables for polylog-cluster; start one node with --init", empty.Message, StringComparison.Ordinal);
        ClusterDatabase.Prepare(postgres.Connection, create: true);
        Execute(postgres.Connection, "UPDATE polylog_cluster_schema SET version = 7");
        var other = Assert.Throws<CommandException>(() => ClusterDatabase.Prepare(postgres.Connection, create: true));
        Assert.Contains("are of version 7, and this program has version 1", other.Message, StringComparison.Ordinal);
        Execute(postgres.Connection, "DROP TABLE polylog_cluster_schema; CREATE TABLE polylog_cluster_schema (other text)");
        var strange = Assert.Throws<CommandException>(() => ClusterDatabase.Prepare(postgres.Connection, create: false));
        Assert.DoesNotContain('\n', strange.Message);
    }

    [Fact]
    public async Task A_node_of_another_version_is_refused()
    {
        using var made = new MadeTables(files: 1, rows: 1000);
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), nodes: 1);
        IJobListGrain list = cluster.Client.GetGrain<IJobListGrain>(0);
        Waiting waiting = await list.Ask("127.0.0.1:1@1", "0.0.9");
        for (int attempt = 0; waiting.Refusal is null && attempt < 50; attempt++)
        {
            // Until the node itself has asked for work.
            await Task.Delay(100, TestContext.Current.CancellationToken);
            waiting = await list.Ask("127.0.0.1:1@1", "0.0.9");
        }
        Assert.Contains("this node has version 0.0.9 of polylog-cluster and 127.0.0.1:", waiting.Refusal, StringComparison.Ordinal);
        Assert.Contains($" has {ProgramVersion.Text};", waiting.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_a_node_has_and_an_address_of_another_machine_are_refused()
    {
        using var made = new MadeTables(files: 1, rows: 1000);
        int port = NodeProcesses.FreePort();
        var connection = new ClusterConnection(null, null, port, null);
        using var cluster = new RunningCluster(made.Folder, connection, nodes: 1);
        var settings = new NodeSettings(connection, [made.Folder]) { Port = port };
        Assert.StartsWith($"port {port} is in use; give another --port", Refusal(settings), StringComparison.Ordinal);
        Assert.StartsWith("--listen is '203.0.113.1', on which this machine cannot listen",
            Refusal(settings with { Listen = IPAddress.Parse("203.0.113.1") }), StringComparison.Ordinal);

        static string Refusal(NodeSettings settings) => Assert.Throws<CommandException>(() =>
            ClusterNode.RunAsync(settings, () => { }, () => { }, CancellationToken.None).GetAwaiter().GetResult()).Message;
    }

    [Fact]
    public async Task A_part_that_changes_under_the_job_ends_it_and_cancel_removes_it()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        using var made = Trial.Tables();
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), nodes: 1);
        JobOrder order = made.Order("out.parquet", Trial.Options);
        (JobStatus status, _) = await cluster.Run(order, 0, _ =>
        {
            made.Write(3, 150_000);
            return Task.FromResult(true);
        });
        Assert.Equal(JobPhase.Failed, status.Phase);
        Assert.Contains("part-003.parquet' changed since the job was planned", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', status.Message!);
        var other = await Assert.ThrowsAsync<InvalidOperationException>(
            () => cluster.Jobs.SubmitAsync(order with { Options = ["--size", "400", "--columns", "x,z"] }));
        Assert.Contains("a job for the same output failed and had other options or files", other.Message, StringComparison.Ordinal);
        await cluster.Jobs.CancelAsync(status.Name);
        await cluster.Jobs.WaitAsync(status.Name, cancellation: TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(made.Output + ".job"));
        JobStatus again = await Trial.Ended(cluster, order);
        Assert.True(again.Phase == JobPhase.Done, again.Message);
        Assert.Equal(750_000, again.RowsDone);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_refused_when_planned()
    {
        using var made = new MadeTables(files: 1, rows: 30_000);
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), nodes: 1);
        JobStatus nowhere = await Trial.Ended(cluster, made.Order("nowhere/out.parquet", Trial.Options));
        Assert.Equal(JobPhase.Failed, nowhere.Phase);
        Assert.Contains("nowhere", nowhere.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', nowhere.Message!);
        // What stands where the job's folder is to be.
        await File.WriteAllTextAsync(made.Output + ".job", "", TestContext.Current.CancellationToken);
        JobStatus taken = await Trial.Ended(cluster, made.Order("out.parquet", Trial.Options));
        Assert.Equal(JobPhase.Failed, taken.Phase);
        Assert.Contains("out.parquet.job' cannot be made", taken.Message, StringComparison.Ordinal);
        File.Delete(made.Output + ".job");
        JobStatus again = await Trial.Ended(cluster, made.Order("out.parquet", Trial.Options));
        Assert.True(again.Phase == JobPhase.Done, again.Message);
    }

    [Fact]
    public async Task A_folder_that_one_node_does_not_see_is_noticed_when_the_job_is_submitted()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        Trial.NeedsRoot("unshare", "mount");
        using var made = new MadeTables(files: 1, rows: 30_000);
        string folder = Directory.CreateDirectory(Path.Combine(made.Folder, "outputs")).FullName;
        NodePlace blind = new() { Prefix = ["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs \"$0\" && exec \"$@\"", folder] };
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), [new NodePlace(), blind]);
        JobStatus status = await Trial.Ended(cluster, made.Order("outputs/out.parquet", Trial.Options));
        Assert.Equal(JobPhase.Failed, status.Phase);
        Assert.Contains("all nodes must see the folder of the output (node 127.0.0.1:", status.Message, StringComparison.Ordinal);
        Assert.Equal(0, status.PartsDone);
        await cluster.Jobs.CancelAsync(status.Name);
        JobStatus cancelled = await cluster.Jobs.WaitAsync(status.Name, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(JobPhase.Cancelled, cancelled.Phase);
    }

    private static void Execute(string connection, string text)
    {
        using NpgsqlDataSource source = NpgsqlDataSource.Create(connection);
        using NpgsqlCommand command = source.CreateCommand(text);
        command.ExecuteNonQuery();
    }
}
