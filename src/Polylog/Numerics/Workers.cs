namespace Polylog;

/// <summary>The threads that may work on one leaf at once.</summary>
/// <param name="threads">How many, at least 1.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class Workers(int threads = 1, CancellationToken cancellation = default)
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };

    /// <summary>Multiply-adds below which handing out parts costs more than it saves: about a tenth of a millisecond.</summary>
    public long MinWork { get; init; } = 2_000_000;

    /// <summary>How many there are.</summary>
    public int Count => threads;

    /// <summary>The caller's wish to end early.</summary>
    public CancellationToken Cancellation => _options.CancellationToken;

    /// <summary>Runs the parts 0 .. count-1 of a step; they must not depend on each other.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="work">Multiply-adds of all parts together.</param>
    /// <param name="part">Does one part. Kept by the caller, so that small steps allocate nothing.</param>
    public void Run(int count, long work, Action<int> part)
    {
        // Here as well, because few parts of much work, and many calls of one part each, would hear of it late otherwise.
        Cancellation.ThrowIfCancellationRequested();
        if (threads > 1 && count > 1 && work >= MinWork)
        {
            ParallelLoop.For(0, count, _options, part);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            Cancellation.ThrowIfCancellationRequested();
            part(i);
        }
    }
}
