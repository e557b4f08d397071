using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Polylog.Cluster.Tests;

/// <summary>Nodes as processes of this machine; some of them are killed.</summary>
public class ClusterTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Without_a_database_a_killed_node_changes_nothing()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), nodes: 3);
        (JobStatus status, TimeSpan time) = await cluster.Run(
            made.Order("out.parquet", Trial.Options), 0.2, status => Task.FromResult(Trial.KillWorker(cluster, status, notFirst: true)));
        Trial.Check(made, expected, status);
        output.WriteLine($"{time.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task With_PostgreSQL_killed_workers_and_coordinators_change_nothing()
    {
        using var postgres = PostgresServer.StartOrSkip();
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        var random = new Random(1);
        for (int run = 0; run < Trial.Runs; run++)
        {
            // Without a kill only where times are compared.
            foreach (string killed in Trial.Runs > 1
                ? ["worker", "coordinator", "two", .. run % 4 == 0 ? ["nobody"] : Array.Empty<string>()]
                : Trial.IsLong ? ["worker", "coordinator"] : new[] { "coordinator" })
            {
                using var cluster = new RunningCluster(
                    made.Folder, new ClusterConnection(postgres.Connection, null, null, null), nodes: 3);
                (JobStatus status, TimeSpan time) = await cluster.Run(
                    made.Order("out.parquet", Trial.Options), random.NextDouble() * 0.8, async status =>
                    {
                        if (killed == "nobody")
                            return true;
                        if (killed == "worker")
                            return Trial.KillWorker(cluster, status, notFirst: false);
                        int coordinator = cluster.Nodes.Find(await cluster.CoordinatorOf(status.Name));
                        cluster.Nodes.Kill(coordinator);
                        if (killed == "two")
                            cluster.Nodes.Kill((coordinator + 1) % 3);
                        return true;
                    });
                Trial.Check(made, expected, status);
                output.WriteLine($"{killed}: {time.TotalSeconds:0.0} s, given again {status.GivenAgain}");
                File.Delete(made.Output);
            }
        }
    }

    [Fact]
    public async Task With_PostgreSQL_the_database_the_client_and_all_nodes_may_go_away()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        using var postgres = PostgresServer.StartOrSkip();
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        using var cluster = new RunningCluster(made.Folder, new ClusterConnection(postgres.Connection, null, null, null), nodes: 2);
        (JobStatus status, TimeSpan time) = await cluster.Run(made.Order("out.parquet", Trial.Options), 0.2, async _ =>
        {
            postgres.Stop();
            await Task.Delay(TimeSpan.FromSeconds(5));
            postgres.Start();
            cluster.ComeBack();
            cluster.Nodes.Kill(0);
            cluster.Nodes.Kill(1);
            cluster.Nodes.Start();
            cluster.Nodes.Start();
            cluster.ComeBack();
            return true;
        });
        Trial.Check(made, expected, status);
        output.WriteLine($"{time.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task Jobs_are_refused_cancelled_and_fail_in_one_line()
    {
        using var made = Trial.Tables();
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), nodes: 1);
        JobOrder order = made.Order("out.parquet", Trial.Options);
        JobStatus job = await cluster.Jobs.SubmitAsync(order);
        while ((await cluster.Jobs.StatusAsync(job.Name)).Phase != JobPhase.Running)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var exists = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Jobs.SubmitAsync(order));
        Assert.Contains($"the job '{job.Name}' exists", exists.Message, StringComparison.Ordinal);
        await cluster.Jobs.CancelAsync(job.Name);
        JobStatus cancelled = await cluster.Jobs.WaitAsync(job.Name, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(JobPhase.Cancelled, cancelled.Phase);
        JobStatus failed = await Trial.Ended(cluster, made.Order("wrong.parquet", "--size", "500", "--columns", "x,zz"));
        Assert.Equal(JobPhase.Failed, failed.Phase);
        Assert.Contains("zz", failed.Message, StringComparison.Ordinal);
        JobStatus outside = await Trial.Ended(cluster, order with { Output = "/nowhere/out.parquet" });
        Assert.Contains("'/nowhere/out.parquet' is not in", outside.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await cluster.Jobs.AllAsync()).Count);
        Assert.Empty(Directory.EnumerateDirectories(made.Folder, "*.job"));
    }

    [Fact]
    public async Task A_node_that_is_paused_comes_back_late_and_changes_nothing()
    {
        Assert.SkipUnless(Trial.IsLong, Trial.Slow);
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "processes are paused by signals of Unix");
        using var made = Trial.Tables();
        byte[] expected = Trial.Alone(made);
        using var cluster = new RunningCluster(
            made.Folder, new ClusterConnection(null, null, NodeProcesses.FreePort(), null), nodes: 2);
        string paused = "";
        (JobStatus status, _) = await cluster.Run(made.Order("out.parquet", Trial.Options), 0.2, status =>
        {
            if (!status.Running.Any(task => cluster.Nodes.Find(task.Node) == 1))
                return Task.FromResult(false);
            paused = cluster.Nodes.ProcessOf(1).ToString(CultureInfo.InvariantCulture);
            Trial.Run("kill", "-STOP", paused);
            return Task.FromResult(true);
        });
        Trial.Check(made, expected, status);
        Assert.True(status.GivenAgain > 0);
        Trial.Run("kill", "-CONT", paused);
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Trial.Check(made, expected, status);
    }

    [Fact]
    public async Task With_a_certificate_others_are_refused()
    {
        using var made = new MadeTables(files: 1, rows: 50_000);
        string own = Certificate(made, "own.pfx.parquet"), other = Certificate(made, "other.pfx.parquet");
        var connection = new ClusterConnection(null, null, NodeProcesses.FreePort(), own);
        using var cluster = new RunningCluster(made.Folder, connection, nodes: 2);
        JobOrder order = made.Order("out.parquet", Trial.Options) with { Inputs = [Path.Combine(made.Folder, "part-000.parquet")] };
        JobStatus done = await Trial.Ended(cluster, order);
        Assert.True(done.Phase == JobPhase.Done, done.Message);
        foreach (ClusterConnection stranger in new[] { connection with { Certificate = other }, connection with { Certificate = null } })
        {
            await Assert.ThrowsAsync<CommandException>(
                () => stranger.ConnectAsync(TestContext.Current.CancellationToken));
        }
    }

    private static string Certificate(MadeTables made, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=polylog-cluster", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string path = Path.Combine(made.Folder, name);
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }
}
