using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The command <c>polylog plan</c>.</summary>
internal sealed class PlanCommand : PageCommand
{
    private readonly PlanOptions _options = new();

    public PlanCommand(Terminal terminal, CancellationToken cancellation)
        : base("plan", "Estimate the error of a size, or the size for an error, before compressing.", terminal, cancellation)
    {
        Complete(_options.Inputs);
    }

    public override HelpPage Page => new(
        "Estimates, before anything is compressed, the error of a size or the size for an error, for each order, "
            + "with the time and memory on this machine, and recommends an order. It writes no file. "
            + "The error is the median relative error of the sums of random test functions, as inspect measures it afterwards.",
        ["polylog plan <input>... [options]", "polylog plan --sql <query> [options]", "polylog plan --rows <n> --dim <m> [options]"],
        [
            new("Input",
            [
                _options.Inputs, _options.Sql, _options.Table.Columns, _options.Table.Exclude, _options.Table.Weight, _options.Table.Signed,
                _options.Table.DropMissing,
                _options.Rows, _options.Dimension, _options.Shape,
            ]),
            new("Goal", [_options.Size, _options.Error, _options.Use]),
            new("Output", [_options.Json]),
        ],
        [
            new("make a table to try the examples on", "polylog demo"),
            new("which error do 1,000 rows of this table have?", "polylog plan polylog-demo/data.parquet --size 1000"),
            new("how many rows does an error of 1e-4 need?", "polylog plan polylog-demo/data.parquet --columns x1,x2 --error 1e-4"),
            new("without a file", "polylog plan --rows 1e9 --dim 4 --error 1e-6"),
            new("for networks with ReLU", "polylog plan --rows 1e6 --dim 3 --size 5000 --for kinked"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        PlanRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        var notes = new NoteList(Terminal, Name);
        PlanOutcome outcome = PlanJob.Run(request, new Watch(json ? null : Terminal.Progress), notes, Cancellation);
        if (json)
            PlanJson.Write(outcome, notes, Terminal.Output);
        else
            PlanSummary.Write(outcome, Terminal.Styled);
        return ExitCode.Done;
    }
}
