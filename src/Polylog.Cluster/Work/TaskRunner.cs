namespace Polylog.Cluster;

/// <summary>Does the tasks that a node takes.</summary>
/// <param name="data">The folders that the node may read and write.</param>
/// <param name="threads">Threads of a compression; null for one per processor.</param>
internal sealed class TaskRunner(DataFolders data, int? threads)
{
    // The plan that was read last: most tasks are of the same job.
    private (string Hash, JobPlan Plan)? _last;

    /// <summary>Does a task.</summary>
    /// <exception cref="CommandException">It cannot be done; the message says why.</exception>
    public WorkReport Run(WorkItem item, CancellationToken cancellation)
    {
        using var culture = new InvariantCulture();
        data.Check(item.Order.Output);
        var folder = new JobFolder(item.Order.Output, item.PlanHash);
        switch (item.Task)
        {
            case JobSteps.Plan:
                (JobPlan made, string hash) = PlanTask.Run(item.Order, data, threads, cancellation);
                return new WorkReport(item.Lease, item.Task, made.Rows, made.Parts.Count, hash);
            case JobSteps.Clean:
                folder.Delete();
                return new WorkReport(item.Lease, item.Task);
        }
        JobPlan plan = PlanOf(item, folder);
        if (item.Task == JobSteps.Check)
        {
            CheckSeen(plan);
            return new WorkReport(item.Lease, item.Task);
        }
        var tree = new MergeTree(plan.Parts.Count);
        if (item.Task < tree.Parts)
            PartTask.Run(folder, plan, item.Task, threads, cancellation);
        else if (item.Task < tree.Last)
            MergeTask.Run(folder, plan, item.Task, threads, cancellation);
        else
            MergeTask.RunLast(folder, plan, threads, cancellation);
        return new WorkReport(item.Lease, item.Task, item.Task < tree.Parts ? plan.Parts[item.Task].Rows : 0);
    }

    private JobPlan PlanOf(WorkItem item, JobFolder folder)
    {
        if (_last is { } last && last.Hash == item.PlanHash)
            return last.Plan;
        JobPlan plan = folder.ReadPlan();
        if (plan.Program != ProgramVersion.Text)
        {
            throw new CommandException($"the job was planned by version {plan.Program} and this node has {ProgramVersion.Text}; start "
                + "all nodes with one version");
        }
        foreach (PlannedFile file in plan.Files)
            data.Check(file.Path);
        _last = (item.PlanHash, plan);
        return plan;
    }

    // All files would take long, and a folder that is there has them all or shows it when a part is read.
    private static void CheckSeen(JobPlan plan)
    {
        plan.Files[0].Check();
        plan.Files[^1].Check();
    }
}
