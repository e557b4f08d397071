namespace Polylog.Cluster;

/// <summary>The times and limits of a <see cref="JobLedger"/>.</summary>
/// <param name="Lease">How long a node may be silent before its task is given to another.</param>
/// <param name="Second">How long a task must have run before it is given out a second time, where nothing else is left.</param>
/// <param name="RetryHere">How long a task that failed on a node is kept from it, so that another node can try first.</param>
/// <param name="MostFailures">How often a task may fail before the job does.</param>
internal sealed record LedgerRules(TimeSpan Lease, TimeSpan Second, TimeSpan RetryHere, int MostFailures)
{
    // A node that has just had work asks again soon, since the next task is often free in a moment; one without work asks calmly.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_calm = TimeSpan.FromMilliseconds(300);

    public static LedgerRules Usual { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), 4);

    /// <summary>How long a node waits that got nothing to do.</summary>
    /// <param name="asked">How often it has asked in vain since it had work.</param>
    public static TimeSpan IdleAfter(int asked) => asked > 2 ? s_calm : s_soon * (1 << asked);
}
