namespace Polylog.Cluster;

/// <summary>Runs a whole job in this process alone, by the same ledger and the same tasks: the result that any cluster must give.</summary>
internal static class SoloRun
{
    public const string Node = "this process";

    /// <summary>Runs a job to its end.</summary>
    /// <returns>Its status.</returns>
    /// <exception cref="CommandException">It failed; its folder is deleted.</exception>
    public static JobStatus Run(JobOrder order, TaskRunner runner, CancellationToken cancellation)
    {
        var desk = new JobDesk(order, new JobLedger(new LedgerState(), LedgerRules.Usual), LedgerRules.Usual);
        desk.Ledger.Begin();
        try
        {
            while (desk.Take(Node, DateTimeOffset.UtcNow) is { } item)
            {
                cancellation.ThrowIfCancellationRequested();
                desk.Report(runner.Run(item, cancellation), Node, [Node], DateTimeOffset.UtcNow);
            }
        }
        catch
        {
            new JobFolder(order.Output).Delete();
            throw;
        }
        return desk.Ledger.Status("", order.Output, DateTimeOffset.UtcNow);
    }
}
