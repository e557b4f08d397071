namespace Polylog.Cluster;

/// <summary>
/// The tasks of a job, numbered: parts first, then merges of up to <see cref="Fan"/> results each, level by level, and last the step that
/// writes the output. It depends on the number of parts alone, so that any nodes do the same merges in the same order.
/// </summary>
internal sealed class MergeTree
{
    /// <summary>Results that one merge takes. A stream makes one of four parts of about the same mass, so each merge gives one.</summary>
    public const int Fan = 4;

    private readonly List<(int First, int Count)> _inputs = [];

    public MergeTree(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        Parts = parts;
        int first = 0, count = parts;
        while (count > Fan)
        {
            int merges = (count + Fan - 1) / Fan;
            for (int i = 0; i < merges; i++)
                _inputs.Add((first + (i * Fan), Math.Min(Fan, count - (i * Fan))));
            (first, count) = (first + count, merges);
        }
        _inputs.Add((first, count));
    }

    /// <summary>Number of parts.</summary>
    public int Parts { get; }

    /// <summary>Number of all tasks.</summary>
    public int Count => Parts + _inputs.Count;

    /// <summary>The task that merges what is left and writes the output.</summary>
    public int Last => Count - 1;

    /// <summary>Number of merges, with the last task.</summary>
    public int Merges => _inputs.Count;

    /// <summary>The tasks whose results a task takes, in the order in which they are merged; none for a part.</summary>
    public IEnumerable<int> Inputs(int task)
    {
        if (task < Parts)
            return [];
        (int first, int count) = _inputs[task - Parts];
        return Enumerable.Range(first, count);
    }

    /// <summary>What users call a task.</summary>
    public string Name(int task) => task < Parts ? $"part {task}" : task == Last ? "the last merge" : $"merge {task - Parts}";
}
