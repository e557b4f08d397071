namespace Polylog.Tables;

/// <summary>
/// Runs calls of the engine such that the user can stop waiting for them. Most of them notice an interrupt at once; planning and parsing
/// do not, and are left behind.
/// </summary>
internal sealed class EngineCalls
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    /// <summary>Whether a call is still running that nobody waits for; then its connection must not be closed.</summary>
    public bool AreLeftBehind { get; private set; }

    public T Run<T>(Func<T> call, CancellationToken cancellation)
    {
        // Whatever is still to be tidied up would wait for the call that is left behind.
        if (AreLeftBehind)
            throw new OperationCanceledException();
        if (!cancellation.CanBeCanceled)
            return call();
        Task<T> running = Task.Run(call, CancellationToken.None);
        try
        {
            return running.WaitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!running.IsCompleted)
        {
            AreLeftBehind = Task.WaitAny([running], s_grace) < 0;
            throw;
        }
    }
}
