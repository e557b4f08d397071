namespace Polylog.Cluster.Tool;

/// <summary>A job's status as text.</summary>
internal static class JobLines
{
    public static string Phase(JobPhase phase) => phase switch
    {
        JobPhase.None => "unknown",
        JobPhase.Planning => "planning",
        JobPhase.Checking => "checking that all nodes see its folder",
        JobPhase.Running => "running",
        JobPhase.Cleaning => "deleting its folder",
        JobPhase.Done => "done",
        JobPhase.Failed => "failed",
        _ => "cancelled",
    };

    public static string Progress(JobStatus status) => status.Parts == 0
        ? Phase(status.Phase)
        : $"{Phase(status.Phase)}: {Format.Whole(status.RowsDone)} of {Format.Count(status.Rows, "row")}, "
            + $"{status.PartsDone} of {Format.Count(status.Parts, "part")}, {status.MergesDone} of {Format.Count(status.Merges, "merge")}"
            + (status.Left is { } left && left > TimeSpan.Zero ? $", {Format.Duration(left)} left" : "");

    /// <summary>Writes all that is known of a job.</summary>
    public static void Write(JobStatus status, TextWriter output)
    {
        output.WriteLine($"state           {Progress(status)}");
        if (status.Output.Length > 0)
            output.WriteLine($"output          {status.Output}");
        foreach (RunningTask running in status.Running)
            output.WriteLine($"now             {running.Task} on {Short(running.Node)}, for {Format.Duration(running.Time)}");
        foreach ((string node, int done) in status.DoneByNode.OrderBy(node => node.Key, StringComparer.Ordinal))
            output.WriteLine($"done by         {Short(node)}: {Format.Count(done, "part or merge", "parts and merges")}");
        if (status.GivenAgain > 0)
            output.WriteLine($"given out again {Format.Count(status.GivenAgain, "time")}");
        if (status.Message is { } message && status.Phase is not JobPhase.Failed)
            output.WriteLine($"last failure    {message}");
    }

    /// <summary>The error of a job that did not end well.</summary>
    public static string Failure(JobStatus status) => status.Phase switch
    {
        JobPhase.Failed => $"the job failed: {status.Message}",
        JobPhase.None => $"there is no job '{status.Name}'; 'polylog-cluster jobs' lists them",
        _ => $"the job '{status.Name}' was cancelled",
    };

    private static string Short(string node) => node.Split('@')[0];
}
