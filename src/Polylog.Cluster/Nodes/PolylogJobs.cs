using System.Diagnostics;

namespace Polylog.Cluster;

/// <summary>Orders jobs of compression from an Orleans cluster, and watches them.</summary>
/// <param name="client">A client of the cluster, or the grain factory of a silo.</param>
/// <example>
/// Order a job and wait until it has ended:
/// <code>
/// static async Task CompressAsync(IClusterClient client)
/// {
///     var jobs = new PolylogJobs(client);
///     JobStatus job = await jobs.SubmitAsync(new JobOrder
///     {
///         Inputs = ["/mnt/tables/2026/*.parquet"],
///         Output = "/mnt/tables/c.parquet",
///         Options = ["--size", "10000"],
///     });
///     JobStatus end = await jobs.WaitAsync(job.Name, status =&gt; Console.WriteLine($"{status.RowsDone} of {status.Rows} rows"));
///     Console.WriteLine($"{end.Phase}: {end.Message}");
/// }
/// </code>
/// </example>
public sealed class PolylogJobs(IGrainFactory client)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <summary>Orders a job. It goes on whether its client stays or not.</summary>
    /// <param name="order">What to compress.</param>
    /// <returns>The job's status; its name tells it from others.</returns>
    /// <exception cref="InvalidOperationException">A job for the same output has not ended; the message says what to do.</exception>
    public async Task<JobStatus> SubmitAsync(JobOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        JobAnswer answer = await Answered(() => client.GetGrain<IJobGrain>(ClusterNames.OfJob(order.Output)).Order(order));
        return answer.Refusal is { } refusal ? throw new InvalidOperationException(refusal) : answer.Status;
    }

    /// <summary>How far a job is; its phase is <see cref="JobPhase.None"/> where there is no such job.</summary>
    /// <param name="name">The job's name.</param>
    public Task<JobStatus> StatusAsync(string name) => Answered(() => client.GetGrain<IJobGrain>(name).Status());

    /// <summary>Ends a job and deletes its folder. An output that is there already stays.</summary>
    /// <param name="name">The job's name.</param>
    public Task<JobStatus> CancelAsync(string name) => Answered(() => client.GetGrain<IJobGrain>(name).Cancel());

    /// <summary>All jobs that the cluster knows, the newest last.</summary>
    public async Task<IReadOnlyList<JobStatus>> AllAsync() =>
        await Task.WhenAll((await Answered(() => client.GetGrain<IJobListGrain>(0).All())).Select(StatusAsync));

    /// <summary>Waits until a job has ended.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="changed">Told the status again and again; null for nobody.</param>
    /// <param name="cancellation">Ends the waiting, not the job.</param>
    public async Task<JobStatus> WaitAsync(string name, Action<JobStatus>? changed = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            JobStatus status = await StatusAsync(name);
            changed?.Invoke(status);
            if (status.IsEnded || status.Phase == JobPhase.None)
                return status;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    // A coordinator whose node has died comes back on another one, once the others have found that it is gone.
    private static async Task<T> Answered<T>(Func<Task<T>> call)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception)
                when (exception is TimeoutException or OrleansException && Stopwatch.GetElapsedTime(start) < s_patience)
            {
                await Task.Delay(s_again);
            }
        }
    }
}
