using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Polylog;

/// <summary>
/// Loops on several threads. What the body throws reaches the caller as it is, as from an ordinary loop: a caller's own progress or
/// loss can throw, and <see cref="Parallel"/> would wrap that, once a loop.
/// </summary>
internal static class ParallelLoop
{
    public static void For(int from, int to, ParallelOptions options, Action<int> body)
    {
        try
        {
            Parallel.For(from, to, options, body);
        }
        catch (AggregateException exception)
        {
            Rethrow(exception);
        }
    }

    /// <summary>A loop with something of its own for each thread.</summary>
    public static void For<T>(int from, int to, ParallelOptions options, Func<T> own, Action<int, T> body)
    {
        try
        {
            Parallel.For(from, to, options, own, (i, _, mine) =>
            {
                body(i, mine);
                return mine;
            }, _ => { });
        }
        catch (AggregateException exception)
        {
            Rethrow(exception);
        }
    }

    /// <summary>A loop that hands out one element at a time, in order.</summary>
    public static void InOrder(int[] elements, ParallelOptions options, Action<int> body)
    {
        try
        {
            Parallel.ForEach(Partitioner.Create(elements, EnumerablePartitionerOptions.NoBuffering), options, body);
        }
        catch (AggregateException exception)
        {
            Rethrow(exception);
        }
    }

    public static void Both(ParallelOptions options, Action first, Action second)
    {
        try
        {
            Parallel.Invoke(options, first, second);
        }
        catch (AggregateException exception)
        {
            Rethrow(exception);
        }
    }

    // Several threads can fail at once; one of them is told. One that was only cancelled says less.
    private static void Rethrow(AggregateException exception)
    {
        Exception told = exception.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException)
            ?? exception.InnerExceptions[0];
        ExceptionDispatchInfo.Throw(told);
    }
}
