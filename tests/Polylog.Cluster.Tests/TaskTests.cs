namespace Polylog.Cluster.Tests;

public class TaskTests
{
    private static readonly string[] s_options = ["--size", "300", "--columns", "x,z", "--order", "3"];

    [Fact]
    public void One_process_makes_a_coreset_of_all_rows()
    {
        using var made = new MadeTables(files: 3, rows: 50_000);
        JobStatus status = SoloRun.Run(made.Order("out.parquet", s_options), Runner(made), TestContext.Current.CancellationToken);
        Assert.Equal(JobPhase.Done, status.Phase);
        Assert.Equal(150_000, status.RowsDone);
        Assert.True(status.Parts > 4);
        Assert.Equal(["out.parquet", "part-000.parquet", "part-001.parquet", "part-002.parquet"], Names(made));
        Assert.Contains("all moments match: yes", Inspect(made), StringComparison.Ordinal);
        Assert.Contains("kept rows are rows of", Inspect(made), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_in_any_order_done_twice_and_killed_give_the_same_bytes()
    {
        using var made = new MadeTables(files: 2, rows: 60_000);
        SoloRun.Run(made.Order("out.parquet", s_options), Runner(made), TestContext.Current.CancellationToken);
        byte[] expected = File.ReadAllBytes(made.Output);
        File.Delete(made.Output);
        TaskRunner[] nodes = [Runner(made, threads: 1), Runner(made, threads: 2)];
        JobOrder order = made.Order("out.parquet", s_options);
        var ledger = new JobLedger(new LedgerState(), LedgerRules.Usual);
        ledger.Begin();
        var random = new Random(1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        for (int step = 0; ledger.State.Phase != JobPhase.Done; step++)
        {
            now += TimeSpan.FromSeconds(20);
            var desk = new JobDesk(order, ledger, LedgerRules.Usual);
            string node = $"node {step % 2}";
            if (desk.Take(node, now) is not { } item)
                continue;
            WorkReport report = nodes[step % 2].Run(item, TestContext.Current.CancellationToken);
            // A node that is killed before it reports.
            if (random.Next(3) > 0)
                desk.Report(report, node, [], now);
            ledger = new JobLedger(LedgerState.FromJson(ledger.State.ToJson()), LedgerRules.Usual);
        }
        Assert.True(ledger.State.GivenAgain > 0);
        Assert.Equal(expected, File.ReadAllBytes(made.Output));
        Assert.Equal(["out.parquet", "part-000.parquet", "part-001.parquet"], Names(made));
    }

    [Theory]
    [InlineData("--size", "300", "--group-by", "name")]
    [InlineData("--size", "300", "--columns", "x,y")]
    [InlineData("--size", "2", "--order", "3", "--columns", "x,z")]
    public void Orders_that_cannot_be_fulfilled_are_refused_and_leave_nothing(params string[] options)
    {
        using var made = new MadeTables(files: 1, rows: 1000);
        Exception fault = Assert.ThrowsAny<Exception>(() => SoloRun.Run(made.Order("out.parquet", options), Runner(made), default));
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(["part-000.parquet"], Names(made));
    }

    [Fact]
    public void A_file_that_changed_under_the_job_is_refused()
    {
        using var made = new MadeTables(files: 2, rows: 30_000);
        JobOrder order = made.Order("out.parquet", s_options);
        (JobPlan plan, string hash) = PlanTask.Run(order, new DataFolders([made.Folder]), 1, default);
        made.Write(1, 40_000);
        var item = new WorkItem(order, 1, plan.Parts.Count - 1, plan.Parts.Count, hash, TimeSpan.FromSeconds(1));
        var fault = Assert.Throws<CommandException>(() => Runner(made).Run(item, default));
        Assert.Contains("part-001.parquet' changed since the job was planned", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_outside_the_data_folder_are_refused()
    {
        using MadeTables made = new(files: 1, rows: 1000), other = new(files: 1, rows: 1000);
        JobOrder order = made.Order("out.parquet", s_options);
        foreach (JobOrder outside in new[]
        {
            order with { Inputs = [Path.Combine(other.Folder, "part-*.parquet")] },
            order with { Inputs = [Path.Combine(made.Folder, "..", Path.GetFileName(other.Folder), "part-000.parquet")] },
            order with { Output = other.Output },
            order with { Output = "out.parquet" },
        })
        {
            var fault = Assert.Throws<CommandException>(() => PlanTask.Run(outside, new DataFolders([made.Folder]), 1, default));
            Assert.Contains("is not in", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_late_node_does_not_make_the_folder_anew()
    {
        using var made = new MadeTables(files: 1, rows: 30_000);
        JobOrder order = made.Order("out.parquet", s_options);
        (JobPlan plan, string hash) = PlanTask.Run(order, new DataFolders([made.Folder]), 1, default);
        var folder = new JobFolder(order.Output, hash);
        folder.Delete();
        Assert.ThrowsAny<Exception>(() => PartTask.Run(folder, plan, 0, 1, default));
        Assert.Equal(["part-000.parquet"], Names(made));
    }

    private static TaskRunner Runner(MadeTables made, int threads = 2) => new(new DataFolders([made.Folder]), threads);

    private static string[] Names(MadeTables made) =>
        [.. Directory.EnumerateFileSystemEntries(made.Folder).Select(path => Path.GetFileName(path)).Order()];

    private static string Inspect(MadeTables made)
    {
        using var output = new StringWriter();
        int code = CommandLine.Run(["inspect", made.Output, "--against", Path.Combine(made.Folder, "part-*.parquet")], output, output);
        Assert.True(code == 0, output.ToString());
        return output.ToString();
    }
}
