using System.CommandLine;

namespace Polylog.Cluster.Tool;

/// <summary>The command <c>polylog-cluster alone</c>.</summary>
internal sealed class AloneCommand : PageCommand
{
    private readonly JobRequest _request = new();

    private readonly Option<int?> _partRows = ValueOptions.Whole("--part-rows", "<n>", "As for submit.");

    private readonly Option<int?> _threads = ValueOptions.Whole("--threads", "<n>",
        "Number of threads; default: one per processor. The result is the same for any number.");

    public AloneCommand(Terminal terminal, CancellationToken cancellation)
        : base("alone", "Run a job in this process, without nodes.", terminal, cancellation) => Complete(_request.Inputs);

    public override HelpPage Page => new(
        "Runs a job in this process alone, part after part. The output has the same bytes as that of any number of nodes.",
        ["polylog-cluster alone <input>... --size <n> -o <file> [options]"],
        [
            new("Input", [.. _request.Input, _partRows]),
            new("What to keep", _request.Kept),
            new("Roles of columns", _request.ColumnRoles),
            new("Output", [_request.Output, .. _request.Further, _threads]),
        ],
        [new("what a cluster would make", "polylog-cluster alone 'tables/*.parquet' --size 1000 -o tables/c.parquet")]);

    protected override int Run(ParseResult parsed)
    {
        JobOrder order = _request.Order(parsed, ParseErrors.HelpOf(this)) with { PartRows = parsed.GetValue(_partRows) };
        var runner = new TaskRunner(new DataFolders(["/"]), parsed.GetValue(_threads));
        JobLines.Write(SoloRun.Run(order, runner, Cancellation), Terminal.Output);
        return ExitCode.Done;
    }
}
