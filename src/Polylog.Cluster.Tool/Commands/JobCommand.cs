using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polylog.Cluster.Tool;

/// <summary>The commands <c>polylog-cluster status</c> and <c>cancel</c>, which take a job's name.</summary>
internal sealed class JobCommand : PageCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly bool _isCancel;

    private readonly Argument<string?> _job = new("job")
    {
        HelpName = "<job>",
        Description = "The job's name, as submit prints it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public JobCommand(bool isCancel, Terminal terminal, CancellationToken cancellation)
        : base(isCancel ? "cancel" : "status", isCancel ? "End a job." : "Show how far a job is.", terminal, cancellation)
    {
        _isCancel = isCancel;
        Complete(_job);
    }

    public override HelpPage Page => new(
        _isCancel ? "Ends a job and deletes its folder. An output that is there already stays."
            : "Shows how far a job is: rows, parts, which node does what, and an estimate of the time left.",
        [$"polylog-cluster {Name} <job> --membership <connection>"],
        [new("Cluster", _connection.All)],
        [new(_isCancel ? "end a job" : "look at a job", $"polylog-cluster {Name} c-1a2b3c4d --membership 'Host=db;Database=polylog'")]);

    protected override int Run(ParseResult parsed)
    {
        string help = ParseErrors.HelpOf(this);
        string name = parsed.GetValue(_job) ?? throw new UsageException("no job; give a name, as submit prints it", help);
        return RunAsync(name, _connection.Read(parsed, help)).GetAwaiter().GetResult();
    }

    private async Task<int> RunAsync(string name, ClusterConnection connection)
    {
        using IHost host = await connection.ConnectAsync(Cancellation);
        var jobs = new PolylogJobs(host.Services.GetRequiredService<IClusterClient>());
        JobStatus status = await jobs.StatusAsync(name);
        if (status.Phase == JobPhase.None)
            throw new CommandException(JobLines.Failure(status));
        if (_isCancel)
        {
            await jobs.CancelAsync(name);
            status = await jobs.WaitAsync(name, cancellation: Cancellation);
        }
        JobLines.Write(status, Terminal.Output);
        return status.Phase == JobPhase.Failed ? throw new CommandException(JobLines.Failure(status)) : ExitCode.Done;
    }
}

/// <summary>The command <c>polylog-cluster jobs</c>.</summary>
internal sealed class JobsCommand : PageCommand
{
    private readonly ConnectionOptions _connection = new();

    public JobsCommand(Terminal terminal, CancellationToken cancellation)
        : base("jobs", "List the jobs.", terminal, cancellation) => Complete();

    public override HelpPage Page => new(
        "Lists the jobs, the newest last.",
        ["polylog-cluster jobs --membership <connection>"],
        [new("Cluster", _connection.All)],
        [new("all jobs", "polylog-cluster jobs --membership 'Host=db;Database=polylog'")]);

    protected override int Run(ParseResult parsed) =>
        RunAsync(_connection.Read(parsed, ParseErrors.HelpOf(this))).GetAwaiter().GetResult();

    private async Task<int> RunAsync(ClusterConnection connection)
    {
        using IHost host = await connection.ConnectAsync(Cancellation);
        foreach (JobStatus status in await new PolylogJobs(host.Services.GetRequiredService<IClusterClient>()).AllAsync())
            Terminal.Output.WriteLine($"{status.Name}  {JobLines.Progress(status)}  {status.Output}");
        return ExitCode.Done;
    }
}
