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
        byte[] expected = Taken(made);
        Assert.True(RunByTwoNodes(made, s_options).GivenAgain > 0);
        Assert.Equal(expected, File.ReadAllBytes(made.Output));
        Assert.Equal(["out.parquet", "part-000.parquet", "part-001.parquet"], Names(made));
    }

    [Theory]
    [InlineData("--group-by", "g")]
    [InlineData("--columns", "x,z,g")]
    [InlineData("--category", "k")]
    [InlineData("--target", "k", "--loss", "classes")]
    [InlineData("--weight", "w", "--signed")]
    [InlineData("--group-by", "g", "--target", "k", "--loss", "classes", "--weight", "w", "--signed")]
    public void Groups_classes_and_signs_have_the_same_numbers_in_all_parts(params string[] roles)
    {
        using var made = new MadeTables(files: 2, rows: 60_000);
        string[] options = ["--size", "600", "--order", "2", .. roles.Contains("--columns") ? [] : new[] { "--columns", "x,z" }, .. roles];
        SoloRun.Run(made.Order("out.parquet", options), Runner(made), TestContext.Current.CancellationToken);
        Assert.Contains("all moments match: yes", Inspect(made), StringComparison.Ordinal);
        byte[] expected = Taken(made);
        RunByTwoNodes(made, options);
        Assert.Equal(expected, File.ReadAllBytes(made.Output));
    }

    [Fact]
    public void A_node_that_goes_on_with_a_cancelled_job_does_not_touch_the_next_one()
    {
        using var made = new MadeTables(files: 1, rows: 60_000);
        JobOrder first = made.Order("out.parquet", s_options), second = made.Order("out.parquet", "--size", "300", "--columns", "x,z");
        SoloRun.Run(second, Runner(made), TestContext.Current.CancellationToken);
        byte[] expected = Taken(made);
        (JobFolder old, JobPlan oldPlan) = Planned(made, first);
        CompressRequest request = JobRequest.Read(first);
        PartTask.Run(old, oldPlan, 0, 1, default);
        StreamingCompressor late = old.ReadState(0, CompressJob.Options(request, request.Size, null));
        old.Delete();
        (JobFolder folder, JobPlan plan) = Planned(made, second);
        for (int part = 0; part < plan.Parts.Count; part++)
            PartTask.Run(folder, plan, part, 1, default);
        old.WriteState(0, late);
        Assert.ThrowsAny<Exception>(() => MergeTask.RunLast(old, oldPlan, 1, default));
        MergeTask.RunLast(folder, plan, 1, default);
        Assert.Equal(expected, File.ReadAllBytes(made.Output));
        folder.Delete();
        Assert.Equal(["out.parquet", "part-000.parquet"], Names(made));
    }

    private static (JobFolder Folder, JobPlan Plan) Planned(MadeTables made, JobOrder order)
    {
        (JobPlan plan, string hash) = PlanTask.Run(order, new DataFolders([made.Folder]), 1, default);
        return (new JobFolder(order.Output, hash), plan);
    }

    private static byte[] Taken(MadeTables made)
    {
        byte[] bytes = File.ReadAllBytes(made.Output);
        File.Delete(made.Output);
        return bytes;
    }

    // Two nodes in turn, which are often killed before they report.
    private static LedgerState RunByTwoNodes(MadeTables made, string[] options)
    {
        TaskRunner[] nodes = [Runner(made, threads: 1), Runner(made, threads: 2)];
        JobOrder order = made.Order("out.parquet", options);
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
        return ledger.State;
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
        (JobFolder folder, JobPlan plan) = Planned(made, made.Order("out.parquet", s_options));
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
