namespace Polylog.Cluster;

/// <summary>A task on its way to a node.</summary>
/// <param name="Order">The job.</param>
/// <param name="Lease">The number under which the node renews and reports.</param>
/// <param name="Task">A task of the job's tree, or one of <see cref="JobSteps"/>.</param>
/// <param name="Parts">Number of parts; 0 before they are planned.</param>
/// <param name="PlanHash">The hash of the plan.</param>
/// <param name="Renew">How often to renew.</param>
[GenerateSerializer]
internal sealed record WorkItem(JobOrder Order, long Lease, int Task, int Parts, string PlanHash, TimeSpan Renew);

/// <summary>What a node says of a task that it has done.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Task">The task.</param>
/// <param name="Rows">Rows of the part, or of all parts for the planning.</param>
/// <param name="Parts">Number of parts, for the planning.</param>
/// <param name="PlanHash">The hash of the plan, for the planning.</param>
[GenerateSerializer]
internal sealed record WorkReport(long Lease, int Task, long Rows = 0, int Parts = 0, string PlanHash = "");
