namespace Polylog.Cluster;

/// <summary>How far a job is, for people who watch it.</summary>
[GenerateSerializer]
public sealed record JobStatus
{
    /// <summary>The job's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>How far it is.</summary>
    [Id(1)]
    public JobPhase Phase { get; init; }

    /// <summary>The file for the kept rows.</summary>
    [Id(2)]
    public string Output { get; init; } = "";

    /// <summary>Rows of all parts; 0 before they are planned.</summary>
    [Id(3)]
    public long Rows { get; init; }

    /// <summary>Rows of the parts that are compressed.</summary>
    [Id(4)]
    public long RowsDone { get; init; }

    /// <summary>Number of parts.</summary>
    [Id(5)]
    public int Parts { get; init; }

    /// <summary>Parts that are compressed.</summary>
    [Id(6)]
    public int PartsDone { get; init; }

    /// <summary>Number of merges, with the last step that writes the output.</summary>
    [Id(7)]
    public int Merges { get; init; }

    /// <summary>Merges that are done.</summary>
    [Id(8)]
    public int MergesDone { get; init; }

    /// <summary>How often a part or merge was given out again: its node was gone, slow, or failed.</summary>
    [Id(9)]
    public int GivenAgain { get; init; }

    /// <summary>What runs now.</summary>
    [Id(10)]
    public IReadOnlyList<RunningTask> Running { get; init; } = [];

    /// <summary>How many parts and merges each node has done.</summary>
    [Id(11)]
    public IReadOnlyDictionary<string, int> DoneByNode { get; init; } = new Dictionary<string, int>();

    /// <summary>An estimate of the time left; null where there is none yet.</summary>
    [Id(12)]
    public TimeSpan? Left { get; init; }

    /// <summary>Why it failed, or the last failure of a part that was given out again; null where all went well.</summary>
    [Id(13)]
    public string? Message { get; init; }

    /// <summary>Whether nothing more happens to it.</summary>
    public bool IsEnded => Phase is JobPhase.Done or JobPhase.Failed or JobPhase.Cancelled;
}

/// <summary>A part or merge that a node works on.</summary>
/// <param name="Task">What it is, such as <c>part 3</c>.</param>
/// <param name="Node">The node.</param>
/// <param name="Time">How long it has run.</param>
[GenerateSerializer]
public sealed record RunningTask(string Task, string Node, TimeSpan Time);
