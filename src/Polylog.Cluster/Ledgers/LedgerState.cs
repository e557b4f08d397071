using System.Text.Json;

namespace Polylog.Cluster;

/// <summary>All that a job's coordinator must remember, as plain data: it is stored whole, and read by whoever comes after it.</summary>
/// <remarks>A done task is one bit, so 10,000 parts take two kilobytes; what runs is a short list.</remarks>
internal sealed class LedgerState
{
    public JobPhase Phase { get; set; }

    /// <summary>The phase after the job's folder is deleted.</summary>
    public JobPhase Next { get; set; }

    /// <summary>Number of parts; 0 before they are planned.</summary>
    public int Parts { get; set; }

    public long Rows { get; set; }

    public long RowsDone { get; set; }

    /// <summary>The hash of the plan's bytes.</summary>
    public string PlanHash { get; set; } = "";

    /// <summary>One bit for each task of the tree: whether it is done.</summary>
    public byte[] Done { get; set; } = [];

    public List<Lease> Leases { get; set; } = [];

    public List<TaskFailure> Failures { get; set; } = [];

    /// <summary>The number of the lease that was given out last.</summary>
    public long LastLease { get; set; }

    public int GivenAgain { get; set; }

    /// <summary>Nodes that must see the job's folder and files, and have not said so yet.</summary>
    public List<string> Unchecked { get; set; } = [];

    public Dictionary<string, int> DoneByNode { get; set; } = [];

    /// <summary>When the parts began.</summary>
    public DateTimeOffset Began { get; set; }

    public string? Message { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static LedgerState FromJson(string json) => JsonSerializer.Deserialize<LedgerState>(json)!;

    public bool IsDone(int task) => (Done[task >> 3] & (1 << (task & 7))) != 0;

    public void SetDone(int task, bool isDone = true)
    {
        int bit = 1 << (task & 7);
        Done[task >> 3] = (byte)(isDone ? Done[task >> 3] | bit : Done[task >> 3] & ~bit);
    }

    public int CountDone(int from, int to) => Enumerable.Range(from, to - from).Count(IsDone);
}

/// <summary>A task that a node works on until a time, unless it renews.</summary>
/// <param name="Number">Tells it from all others of the job.</param>
/// <param name="Task">A task of the tree, or one of <see cref="JobSteps"/>.</param>
/// <param name="Node">Who has it.</param>
/// <param name="Given">When it was given out.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Lease(long Number, int Task, string Node, DateTimeOffset Given, DateTimeOffset Until);

/// <summary>A failure of a task.</summary>
internal sealed record TaskFailure(int Task, string Node, DateTimeOffset At);

/// <summary>Steps of a job that are no parts and no merges, as numbers of tasks.</summary>
internal static class JobSteps
{
    public const int Plan = -1;
    public const int Check = -2;
    public const int Clean = -3;
}
