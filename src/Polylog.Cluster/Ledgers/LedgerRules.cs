namespace Polylog.Cluster;

/// <summary>The times and limits of a <see cref="JobLedger"/>.</summary>
/// <param name="Lease">How long a node may be silent before its task is given to another.</param>
/// <param name="Second">How long a task must have run before it is given out a second time, where nothing else is left.</param>
/// <param name="RetryHere">How long a task that failed on a node is kept from it, so that another node can try first.</param>
/// <param name="MostFailures">How often a task may fail before the job does.</param>
internal sealed record LedgerRules(TimeSpan Lease, TimeSpan Second, TimeSpan RetryHere, int MostFailures)
{
    public static LedgerRules Usual { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), 4);
}
