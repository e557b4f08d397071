namespace Polylog.Cluster;

/// <summary>A job as its coordinator has it: the order and the ledger, with what nodes ask and say.</summary>
/// <param name="order">The order.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="rules">Its rules.</param>
internal sealed class JobDesk(JobOrder order, JobLedger ledger, LedgerRules rules)
{
    // Two renewals may be lost before a lease ends.
    private const int RenewalsInLease = 4;

    public JobLedger Ledger => ledger;

    public JobOrder Order => order;

    public WorkItem? Take(string node, DateTimeOffset now) => ledger.Take(node, now) is { } lease
        ? new WorkItem(order, lease.Number, lease.Task, ledger.State.Parts, ledger.State.PlanHash, rules.Lease / RenewalsInLease)
        : null;

    /// <summary>Takes a result.</summary>
    /// <param name="report">The result.</param>
    /// <param name="node">Who has it.</param>
    /// <param name="alive">The nodes that there are.</param>
    /// <param name="now">The time.</param>
    public void Report(WorkReport report, string node, IReadOnlyList<string> alive, DateTimeOffset now)
    {
        switch (report.Task)
        {
            case JobSteps.Plan:
                ledger.Planned((report.Parts, report.Rows, report.PlanHash), alive, now);
                break;
            case JobSteps.Check:
                ledger.Checked(node, now);
                break;
            default:
                ledger.Complete(report.Task, node, report.Rows);
                break;
        }
    }
}
