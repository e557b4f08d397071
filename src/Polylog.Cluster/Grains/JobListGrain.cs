namespace Polylog.Cluster;

/// <summary>What is stored of the list.</summary>
[GenerateSerializer]
internal sealed class JobListRecord
{
    [Id(0)]
    public List<string> Open { get; set; } = [];

    [Id(1)]
    public List<string> Ended { get; set; } = [];
}

/// <summary>The names of all jobs, and the versions of the nodes that ask for work.</summary>
internal sealed class JobListGrain([PersistentState("jobs", ClusterNames.Storage)] IPersistentState<JobListRecord> record)
    : Grain, IJobListGrain
{
    /// <summary>Ended jobs that are remembered.</summary>
    private const int MostEnded = 200;

    private readonly Dictionary<string, string> _versions = [];

    public async Task Open(string job)
    {
        if (record.State.Open.Contains(job))
            return;
        record.State.Ended.Remove(job);
        record.State.Open.Add(job);
        await record.WriteStateAsync();
    }

    public async Task Close(string job)
    {
        if (!record.State.Open.Remove(job))
            return;
        record.State.Ended.Add(job);
        if (record.State.Ended.Count > MostEnded)
            record.State.Ended.RemoveAt(0);
        await record.WriteStateAsync();
    }

    public Task<IReadOnlyList<string>> All() => Task.FromResult<IReadOnlyList<string>>([.. record.State.Ended, .. record.State.Open]);

    public async Task<Waiting> Ask(string node, string version)
    {
        if (!_versions.ContainsKey(node) && await Other(version) is { } other)
        {
            string at = other.Key.Split('@')[0];
            return new Waiting([], $"this node has version {version} of polylog-cluster and {at} has {other.Value}; start all nodes with "
                + "one version");
        }
        _versions[node] = version;
        return new Waiting([.. record.State.Open], null);
    }

    private async Task<KeyValuePair<string, string>?> Other(string version)
    {
        if (_versions.Values.All(known => known == version))
            return null;
        Dictionary<SiloAddress, SiloStatus> alive = await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        string[] names = [.. alive.Keys.Select(ClusterNames.OfNode)];
        foreach (string gone in _versions.Keys.Except(names).ToArray())
            _versions.Remove(gone);
        return _versions.Where(known => known.Value != version).Select(known => (KeyValuePair<string, string>?)known).FirstOrDefault();
    }
}
