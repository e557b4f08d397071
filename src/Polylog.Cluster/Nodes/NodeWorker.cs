using Polylog.Tables;

namespace Polylog.Cluster;

/// <summary>Asks for work while a silo is active, and does it on threads of its own, so that the silo's stay free.</summary>
internal sealed class NodeWorker(IGrainFactory grains, ILocalSiloDetails silo, PolylogNodeOptions options)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // How long to wait where the coordinator does not answer, and how often before its report is given up: the part is done again then.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);
    private const int MostReports = 60;

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    private string Node => ClusterNames.OfNode(silo.SiloAddress);

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(NodeWorker), ServiceLifecycleStage.Active + 1, Start, Stop);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellation)
    {
        var data = new DataFolders(options.Data);
        _work = Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => Loop(new TaskRunner(data, options.Threads)))));
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_work, Task.Delay(s_silence, cancellation));
    }

    private async Task Loop(TaskRunner runner)
    {
        int idle = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await DoNext(runner))
                    idle = 0;
                else
                    await Task.Delay(LedgerRules.IdleAfter(idle++), _stop.Token);
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // The coordinator is on its way to another node, or the database is away.
                await Task.Delay(s_silence, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> DoNext(TaskRunner runner)
    {
        Waiting waiting = await grains.GetGrain<IJobListGrain>(0).Ask(Node, Version);
        if (waiting.Refusal is { } refusal)
            options.Refused?.Invoke(refusal);
        foreach (string name in waiting.Jobs)
        {
            IJobGrain job = grains.GetGrain<IJobGrain>(name);
            if (await job.Take(Node) is not { } item)
                continue;
            await Do(job, item, runner);
            return true;
        }
        return false;
    }

    private async Task Do(IJobGrain job, WorkItem item, TaskRunner runner)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var work = Task.Factory.StartNew(
            () => runner.Run(item, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (await Task.WhenAny(work, Task.Delay(item.Renew)) != work)
        {
            if (!await IsWanted(job, item.Lease))
                await stop.CancelAsync();
        }
        try
        {
            WorkReport report = await work;
            await Told(() => job.Report(Node, report));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Another node has the task, or the job was cancelled.
        }
        catch (Exception exception)
        {
            Exception cause = Innermost(exception);
            // What a user can mend is the same on all nodes; a disk that is full or away is not.
            bool isFinal = cause is CommandException || (item.Task == JobSteps.Plan && cause is TableException);
            string message = cause is CommandException or TableException or IOException or UnauthorizedAccessException
                ? cause.Message : $"internal error; please report it: {cause.GetType().Name}: {cause.Message}";
            string text = PlainText.OfMessage(OptionTranslation.Apply(message));
            await Told(() => job.Fail(item.Lease, $"{text} (node {Node.Split('@')[0]})", isFinal));
        }
    }

    private static async Task<bool> IsWanted(IJobGrain job, long lease)
    {
        try
        {
            return await job.Renew(lease);
        }
        catch (Exception)
        {
            // No answer is no refusal: a result counts also when it comes late.
            return true;
        }
    }

    private async Task Told(Func<Task> tell)
    {
        for (int i = 0; i < MostReports && !_stop.IsCancellationRequested; i++)
        {
            try
            {
                await tell();
                return;
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                await Task.Delay(s_silence);
            }
        }
    }

    private static Exception Innermost(Exception exception) =>
        exception is AggregateException { InnerException: { } inner } ? Innermost(inner) : exception;

    private static string Version => ProgramVersion.Text;
}
