namespace Polylog.Cluster;

/// <summary>A job's coordinator: one for each output, on whichever node Orleans puts it.</summary>
internal interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Begins a job, or goes on with the same one that failed.</summary>
    Task<JobAnswer> Order(JobOrder order);

    Task<JobStatus> Status();

    Task<JobStatus> Cancel();

    /// <summary>Gives a node something to do; null where there is nothing for it now.</summary>
    Task<WorkItem?> Take(string node);

    /// <summary>Whether the node is to go on.</summary>
    Task<bool> Renew(long lease);

    Task Report(string node, WorkReport report);

    Task Fail(long lease, string message, bool isFinal);
}

/// <summary>The list of jobs, of which there is one.</summary>
internal interface IJobListGrain : IGrainWithIntegerKey
{
    Task Open(string job);

    Task Close(string job);

    /// <summary>All jobs that are known, the newest last.</summary>
    Task<IReadOnlyList<string>> All();

    /// <summary>What a free node asks again and again.</summary>
    Task<Waiting> Ask(string node, string version);
}

/// <summary>What an order led to.</summary>
/// <param name="Status">The job.</param>
/// <param name="Refusal">Why it was not taken, in one line; null if it was.</param>
[GenerateSerializer]
internal sealed record JobAnswer(JobStatus Status, string? Refusal);

/// <summary>What waits for a free node.</summary>
/// <param name="Jobs">Jobs that have not ended, the oldest first.</param>
/// <param name="Refusal">Why the node may not work, in one line; null if it may.</param>
[GenerateSerializer]
internal sealed record Waiting(IReadOnlyList<string> Jobs, string? Refusal);
