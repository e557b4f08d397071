namespace Polylog.Cluster.Tool;

/// <summary>Shows a job's progress while somebody waits for it.</summary>
/// <param name="terminal">Where.</param>
internal sealed class JobWatch(Terminal terminal)
{
    private string _last = "";

    /// <summary>Waits until a job's parts are planned and all nodes see its folder, or it has ended.</summary>
    public static async Task<JobStatus> PlannedAsync(PolylogJobs jobs, string name, CancellationToken cancellation)
    {
        while (true)
        {
            JobStatus status = await jobs.StatusAsync(name);
            if (status.Phase is not (JobPhase.Planning or JobPhase.Checking))
                return status;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    /// <summary>Writes a line where something changed.</summary>
    public void Show(JobStatus status)
    {
        string line = JobLines.Progress(status);
        if (line == _last)
            return;
        _last = line;
        terminal.Error.WriteLine(line);
    }
}
