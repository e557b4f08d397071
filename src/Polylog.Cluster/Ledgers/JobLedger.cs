namespace Polylog.Cluster;

/// <summary>
/// Decides who does which task of a job, and what a job is: hands out leases, takes them back, counts failures. It does no work, reads no
/// clock and opens no file: whoever asks passes the time, and all that it knows is its <see cref="LedgerState"/>.
/// </summary>
/// <remarks>
/// A task is a pure function, and its result is written whole or not at all. So a task that two nodes do costs time, never rows, and a
/// result counts no matter whether its lease had ended. The times are those of one clock: leases begin anew where the clock is another.
/// </remarks>
internal sealed class JobLedger
{
    private readonly LedgerRules _rules;
    private MergeTree? _tree;

    public JobLedger(LedgerState state, LedgerRules rules)
    {
        State = state;
        _rules = rules;
        _tree = state.Parts > 0 ? new MergeTree(state.Parts) : null;
    }

    public LedgerState State { get; }

    /// <summary>Begins a job, or goes on with one that failed.</summary>
    public void Begin()
    {
        State.Failures.Clear();
        State.Leases.Clear();
        State.Message = null;
        State.Phase = _tree is null ? JobPhase.Planning : JobPhase.Running;
    }

    /// <summary>Gives all leases their full time again: for a coordinator after another, whose clock may be off.</summary>
    public void Restart(DateTimeOffset now)
    {
        for (int i = 0; i < State.Leases.Count; i++)
            State.Leases[i] = State.Leases[i] with { Given = now, Until = now + _rules.Lease };
    }

    /// <summary>Gives a node something to do.</summary>
    /// <returns>The lease; null where there is nothing for this node now.</returns>
    public Lease? Take(string node, DateTimeOffset now)
    {
        int? task = State.Phase switch
        {
            JobPhase.Planning => Step(JobSteps.Plan, node, now),
            JobPhase.Checking => State.Unchecked.Contains(node) ? JobSteps.Check : null,
            JobPhase.Cleaning => Step(JobSteps.Clean, node, now),
            JobPhase.Running => NextTask(node, now),
            _ => null,
        };
        if (task is not { } chosen)
            return null;
        State.GivenAgain += State.Leases.RemoveAll(lease => lease.Task == chosen && lease.Until <= now);
        var lease = new Lease(++State.LastLease, chosen, node, now, now + _rules.Lease);
        State.Leases.Add(lease);
        return lease;
    }

    /// <summary>Keeps a lease alive. One that had ended lives again, unless its task was given to another or is done.</summary>
    /// <returns>Whether the node is to go on.</returns>
    public bool Renew(long number, DateTimeOffset now)
    {
        int place = State.Leases.FindIndex(lease => lease.Number == number);
        if (place < 0)
            return false;
        State.Leases[place] = State.Leases[place] with { Until = now + _rules.Lease };
        return true;
    }

    /// <summary>Takes the plan.</summary>
    /// <param name="plan">The number of parts and rows, and the hash.</param>
    /// <param name="nodes">The nodes that must see the job's folder.</param>
    /// <param name="now">The time.</param>
    public void Planned((int Parts, long Rows, string Hash) plan, IReadOnlyList<string> nodes, DateTimeOffset now)
    {
        if (State.Phase != JobPhase.Planning)
            return;
        _tree = new MergeTree(plan.Parts);
        (State.Parts, State.Rows, State.PlanHash) = plan;
        State.Done = new byte[(_tree.Count + 7) / 8];
        State.Unchecked = [.. nodes];
        State.Leases.Clear();
        State.Failures.Clear();
        State.Phase = JobPhase.Checking;
        LeaveChecking(now);
    }

    /// <summary>Takes note that a node sees the folder and the files.</summary>
    public void Checked(string node, DateTimeOffset now)
    {
        State.Unchecked.Remove(node);
        State.Leases.RemoveAll(lease => lease.Task == JobSteps.Check && lease.Node == node);
        LeaveChecking(now);
    }

    /// <summary>Forgets nodes that are gone: nobody waits for their answer, and their tasks are free at once.</summary>
    public void Forget(IReadOnlyCollection<string> alive, DateTimeOffset now)
    {
        State.Unchecked.RemoveAll(node => !alive.Contains(node));
        int gone = State.Leases.RemoveAll(lease => !alive.Contains(lease.Node));
        State.GivenAgain += gone;
        LeaveChecking(now);
    }

    /// <summary>Takes note that a task is done, by whomever, also by a node whose lease had ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="node">Who did it.</param>
    /// <param name="rows">Rows of the part; 0 for a merge.</param>
    public void Complete(int task, string node, long rows)
    {
        if (task == JobSteps.Clean && State.Phase == JobPhase.Cleaning)
        {
            State.Leases.Clear();
            State.Phase = State.Next;
        }
        if (State.Phase != JobPhase.Running || task < 0 || task >= _tree!.Count || State.IsDone(task))
            return;
        State.SetDone(task);
        State.Leases.RemoveAll(lease => lease.Task == task);
        State.Failures.RemoveAll(failure => failure.Task == task);
        State.RowsDone += rows;
        State.DoneByNode[node] = State.DoneByNode.GetValueOrDefault(node) + 1;
        if (task == _tree.Last)
            Clean(JobPhase.Done);
    }

    /// <summary>Takes note of a failure: the task goes to another node, until it has failed too often.</summary>
    /// <param name="number">The lease.</param>
    /// <param name="message">What went wrong, in one line.</param>
    /// <param name="isFinal">Whether it would go wrong on any node.</param>
    /// <param name="now">The time.</param>
    public void Fail(long number, string message, bool isFinal, DateTimeOffset now)
    {
        if (State.Leases.Find(lease => lease.Number == number) is not { } failed)
            return;
        State.Leases.Remove(failed);
        State.Failures.Add(new TaskFailure(failed.Task, failed.Node, now));
        State.Message = message;
        bool isTooOften = State.Failures.Count(failure => failure.Task == failed.Task) >= _rules.MostFailures;
        if (!isFinal && !isTooOften)
        {
            State.GivenAgain++;
            return;
        }
        State.Leases.Clear();
        State.Phase = JobPhase.Failed;
    }

    /// <summary>Ends a job; its folder is deleted next.</summary>
    public void Cancel()
    {
        if (State.Phase is JobPhase.None or JobPhase.Done or JobPhase.Cancelled or JobPhase.Cleaning)
            return;
        Clean(JobPhase.Cancelled);
    }

    /// <summary>How far the job is.</summary>
    public JobStatus Status(string name, string output, DateTimeOffset now) => new()
    {
        Name = name,
        Phase = State.Phase,
        Output = output,
        Rows = State.Rows,
        RowsDone = State.RowsDone,
        Parts = State.Parts,
        PartsDone = _tree is null ? 0 : State.CountDone(0, State.Parts),
        Merges = _tree?.Merges ?? 0,
        MergesDone = _tree is null ? 0 : State.CountDone(State.Parts, _tree.Count),
        GivenAgain = State.GivenAgain,
        Running = [.. State.Leases.Select(lease => new RunningTask(NameOf(lease.Task), lease.Node, now - lease.Given))],
        DoneByNode = new Dictionary<string, int>(State.DoneByNode),
        Left = Left(now),
        Message = State.Message,
    };

    public string NameOf(int task) => task switch
    {
        JobSteps.Plan => "planning",
        JobSteps.Check => "looking for the job's folder",
        JobSteps.Clean => "deleting the job's folder",
        _ => _tree!.Name(task),
    };

    private void Clean(JobPhase next)
    {
        State.Leases.Clear();
        State.Failures.Clear();
        State.Next = next;
        State.Phase = JobPhase.Cleaning;
    }

    private void LeaveChecking(DateTimeOffset now)
    {
        if (State.Phase != JobPhase.Checking || State.Unchecked.Count > 0)
            return;
        State.Leases.Clear();
        State.Began = now;
        State.Phase = JobPhase.Running;
    }

    private int? NextTask(string node, DateTimeOffset now)
    {
        HashSet<int> taken = Taken(node, now);
        for (int task = 0; task < _tree!.Count; task++)
        {
            if (!State.IsDone(task) && !taken.Contains(task) && _tree.Inputs(task).All(State.IsDone))
                return task;
        }
        return Oldest(node, now);
    }

    private int? Step(int task, string node, DateTimeOffset now) => Taken(node, now).Contains(task) ? null : task;

    // Tasks that somebody works on, and those that failed here a moment ago. With many nodes there are many.
    private HashSet<int> Taken(string node, DateTimeOffset now) =>
    [
        .. State.Leases.Where(lease => lease.Until > now).Select(lease => lease.Task),
        .. State.Failures.Where(failure => failure.Node == node && failure.At + _rules.RetryHere > now).Select(failure => failure.Task),
    ];

    // Where nothing else is left, the task that has run longest is given to a second node: the first may be slow.
    private int? Oldest(string node, DateTimeOffset now)
    {
        Lease? oldest = State.Leases
            .GroupBy(lease => lease.Task)
            .Where(leases => leases.Count() == 1)
            .Select(leases => leases.First())
            .Where(lease => lease.Node != node && lease.Given + _rules.Second <= now)
            .MinBy(lease => lease.Given);
        if (oldest is not null)
            State.GivenAgain++;
        return oldest?.Task;
    }

    // As long for each row to come as for those that are done; merges are a small share.
    private TimeSpan? Left(DateTimeOffset now) => State.Phase == JobPhase.Running && State.RowsDone > 0 && now > State.Began
        ? (now - State.Began) * ((State.Rows - State.RowsDone) / (double)State.RowsDone) : null;
}
