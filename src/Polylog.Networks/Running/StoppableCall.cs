namespace Polylog.Networks;

/// <summary>
/// Calls of native code that a cancellation ends. The call itself asks the native code to stop, which it does between two operators of a
/// model. One operator can take minutes, so a call that does not stop soon is left behind on its thread.
/// </summary>
internal static class StoppableCall
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a call, on this thread if it cannot be cancelled.</summary>
    /// <param name="call">The call; it asks the native code to stop when the token is cancelled.</param>
    /// <param name="leftBehind">Called if it does not stop, so that nothing it uses is disposed.</param>
    /// <param name="cancellation">Ends the call early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled. A result that comes later is disposed.</exception>
    public static T Run<T>(Func<T> call, Action leftBehind, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
            return call();
        cancellation.ThrowIfCancellationRequested();
        Task<T> task = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Task.WaitAny([task], cancellation);
        }
        catch (OperationCanceledException)
        {
            if (Task.WaitAny([task], s_patience) < 0)
                leftBehind();
            task.ContinueWith(Discard, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
        return task.GetAwaiter().GetResult();
    }

    private static void Discard<T>(Task<T> ended)
    {
        if (ended.IsCompletedSuccessfully)
            (ended.Result as IDisposable)?.Dispose();
    }
}
