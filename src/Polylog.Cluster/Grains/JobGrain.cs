using System.Text.Json;

namespace Polylog.Cluster;

/// <summary>What is stored of a job: text, so that any store can keep it.</summary>
[GenerateSerializer]
internal sealed class JobRecord
{
    [Id(0)]
    public string Order { get; set; } = "";

    [Id(1)]
    public string Ledger { get; set; } = "";
}

/// <summary>
/// A thin shell around a <see cref="JobDesk"/>: stores the ledger after each change but renewals, and tells it which nodes are gone. If its
/// node dies, the next one reads the stored ledger and goes on.
/// </summary>
internal sealed class JobGrain(
    [PersistentState("job", ClusterNames.Storage)] IPersistentState<JobRecord> record, TimeProvider clock, LedgerRules rules)
    : Grain, IJobGrain
{
    private static readonly TimeSpan s_watch = TimeSpan.FromSeconds(2);

    private JobDesk? _desk;

    private string Name => this.GetPrimaryKeyString();

    private DateTimeOffset Now => clock.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (record.State.Order.Length > 0)
        {
            _desk = new JobDesk(JsonSerializer.Deserialize<JobOrder>(record.State.Order)!,
                new JobLedger(LedgerState.FromJson(record.State.Ledger), rules), rules);
            _desk.Ledger.Restart(Now);
        }
        this.RegisterGrainTimer(Watch, new GrainTimerCreationOptions(s_watch, s_watch) { Interleave = false });
        return Task.CompletedTask;
    }

    public async Task<JobAnswer> Order(JobOrder order)
    {
        string asked = JsonSerializer.Serialize(order);
        JobPhase phase = _desk?.Ledger.State.Phase ?? JobPhase.None;
        bool isSame = asked == record.State.Order, isPlanned = _desk?.Ledger.State.Parts > 0;
        // A client whose first call was answered by a node that died asks again.
        if (phase is JobPhase.Planning && isSame)
            return new JobAnswer(CurrentStatus(), null);
        if (phase is JobPhase.Planning or JobPhase.Checking or JobPhase.Running or JobPhase.Cleaning)
            return Refused($"the job '{Name}' exists and has not ended; 'polylog-cluster status {Name}' shows it, cancel ends it");
        if (phase is JobPhase.Failed && !isSame && isPlanned)
        {
            return Refused($"a job for the same output failed and had other options or files; end it with 'polylog-cluster cancel {Name}', "
                + "or give the same ones to go on with it");
        }
        if (phase is not JobPhase.Failed || !isSame)
            _desk = new JobDesk(order, new JobLedger(new LedgerState(), rules), rules);
        _desk!.Ledger.Begin();
        record.State.Order = asked;
        await Store();
        await List().Open(Name);
        return new JobAnswer(CurrentStatus(), null);
    }

    public Task<JobStatus> Status() => Task.FromResult(CurrentStatus());

    public async Task<JobStatus> Cancel()
    {
        if (_desk is null)
            return CurrentStatus();
        _desk.Ledger.Cancel();
        await Store();
        if (!CurrentStatus().IsEnded)
            await List().Open(Name);
        return CurrentStatus();
    }

    public async Task<WorkItem?> Take(string node)
    {
        WorkItem? item = _desk?.Take(node, Now);
        if (item is not null)
            await Store();
        return item;
    }

    public Task<bool> Renew(long lease) => Task.FromResult(_desk?.Ledger.Renew(lease, Now) ?? false);

    public async Task Report(string node, WorkReport report)
    {
        if (_desk is null)
            return;
        _desk.Report(report, node, report.Task == JobSteps.Plan ? await Alive() : [], Now);
        await Stored();
    }

    public async Task Fail(long lease, string message, bool isFinal)
    {
        _desk?.Ledger.Fail(lease, message, isFinal, Now);
        await Stored();
    }

    private JobAnswer Refused(string message) => new(CurrentStatus(), message);

    private JobStatus CurrentStatus() => _desk?.Ledger.Status(Name, _desk.Order.Output, Now) ?? new JobStatus { Name = Name };

    // Nodes that Orleans has declared dead do not keep a lease.
    private async Task Watch(CancellationToken cancellation)
    {
        if (_desk?.Ledger.State is not { } state || (state.Leases.Count == 0 && state.Unchecked.Count == 0))
            return;
        string before = state.ToJson();
        _desk.Ledger.Forget(await Alive(), Now);
        if (state.ToJson() != before)
            await Stored();
    }

    private async Task<IReadOnlyList<string>> Alive() =>
        [.. (await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys.Select(ClusterNames.OfNode)];

    private async Task Stored()
    {
        if (_desk is null)
            return;
        await Store();
        if (CurrentStatus().IsEnded)
            await List().Close(Name);
    }

    private Task Store()
    {
        record.State.Ledger = _desk!.Ledger.State.ToJson();
        return record.WriteStateAsync();
    }

    private IJobListGrain List() => GrainFactory.GetGrain<IJobListGrain>(0);
}
