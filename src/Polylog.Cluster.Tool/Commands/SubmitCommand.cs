using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polylog.Cluster.Tool;

/// <summary>The command <c>polylog-cluster submit</c>.</summary>
internal sealed class SubmitCommand : PageCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly JobRequest _request = new();

    private readonly Option<int?> _partRows = ValueOptions.Whole("--part-rows", "<n>",
        "About how many rows a part has; default: 400 for each row to keep, from one to four million. The result depends on it.");

    private readonly Option<bool> _wait = ValueOptions.Flag("--wait", "Show the progress until the job has ended.");

    public SubmitCommand(Terminal terminal, CancellationToken cancellation)
        : base("submit", "Order a job: compress tables to weighted rows.", terminal, cancellation)
    {
        Complete(_request.Inputs);
        ParseErrors.RefuseOptions(this, _request.Output);
    }

    public override HelpPage Page => new(
        "Orders a job from the nodes, and waits until its parts are planned. The job goes on without this command. The kept rows, their "
            + "weights and the certificate are those of polylog compress, part by part.",
        ["polylog-cluster submit <input>... --size <n> -o <file> --membership <connection> [options]"],
        [
            new("Input", [.. _request.Input, _partRows]),
            new("What to keep", _request.Kept),
            new("Roles of columns", _request.ColumnRoles),
            new("Output", [_request.Output, .. _request.Further, _wait]),
            new("Cluster", _connection.All),
        ],
        [
            new("10,000 rows of all files of a year",
                "polylog-cluster submit '/mnt/tables/2026/*.parquet' --size 10000 -o /mnt/tables/c.parquet "
                    + "--membership 'Host=db;Database=polylog'"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        string help = ParseErrors.HelpOf(this);
        JobOrder order = _request.Order(parsed, help) with { PartRows = parsed.GetValue(_partRows) };
        JobRequest.Read(order);
        return RunAsync(order, _connection.Read(parsed, help), parsed.GetValue(_wait)).GetAwaiter().GetResult();
    }

    private async Task<int> RunAsync(JobOrder order, ClusterConnection connection, bool wait)
    {
        using IHost host = await connection.ConnectAsync(Cancellation);
        var jobs = new PolylogJobs(host.Services.GetRequiredService<IClusterClient>());
        JobStatus status;
        try
        {
            status = await jobs.SubmitAsync(order);
        }
        catch (InvalidOperationException exception)
        {
            throw new CommandException(exception.Message);
        }
        status = await JobWatch.PlannedAsync(jobs, status.Name, Cancellation);
        Terminal.Output.WriteLine($"job             {status.Name}");
        if (status.Phase != JobPhase.Failed)
        {
            Terminal.Output.WriteLine($"parts           {Format.Whole(status.Parts)} of {Format.Count(status.Rows, "row")} together");
            if (!wait)
                return ExitCode.Done;
            status = await jobs.WaitAsync(status.Name, new JobWatch(Terminal).Show, Cancellation);
        }
        JobLines.Write(status, Terminal.Output);
        return status.Phase == JobPhase.Done ? ExitCode.Done : throw new CommandException(JobLines.Failure(status));
    }
}
