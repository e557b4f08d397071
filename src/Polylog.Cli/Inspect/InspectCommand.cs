using System.CommandLine;
using System.Diagnostics;

namespace Polylog.Cli;

/// <summary>The command <c>polylog inspect</c>.</summary>
internal sealed class InspectCommand : PageCommand
{
    private readonly InspectOptions _options = new();

    public InspectCommand(Terminal terminal, CancellationToken cancellation)
        : base("inspect", "Check a coreset against the table it was made from.", terminal, cancellation)
    {
        Complete(_options.Coreset);
        ParseErrors.RefuseOptions(this, _options.Against);
    }

    public override HelpPage Page => new(
        "Checks a coreset against the table it was made from: recomputes all moments of both, finds "
        + "every kept row in the table, and compares the errors of sums of random test functions "
        + "with those of random subsets of the same size. The certificate of a Parquet or Arrow coreset is checked against these results.",
        ["polylog inspect <coreset> --against <input>... [options]", "polylog inspect <coreset> --against-sql <query> [options]"],
        [
            new("Tables", [_options.Coreset, _options.Against, _options.AgainstSql]),
            new("How it was made (a Parquet or Arrow coreset stores it; options replace it)",
            [
                _options.Table.Columns, _options.Table.Exclude, _options.Table.Target, _options.Table.Loss,
                _options.Table.Match, _options.Table.GroupBy, _options.Table.Category, _options.Order, _options.Table.Use,
                _options.Table.WeightName, _options.RowId, _options.SmoothTarget, _options.Table.Weight, _options.Table.Signed,
                _options.Table.DropMissing,
            ]),
            new("Result", [_options.Tolerance, _options.Report, _options.Json]),
        ],
        [
            new("make a table and a coreset to try the examples on", "polylog demo"),
            new("check a Parquet coreset", "polylog inspect polylog-demo/coreset.parquet --against polylog-demo/data.parquet"),
            new("compare moments up to a lower order",
                "polylog inspect polylog-demo/coreset.parquet --against polylog-demo/data.parquet --order 2"),
            new("print JSON for a script", "polylog inspect polylog-demo/coreset.parquet --against polylog-demo/data.parquet --json"),
            new("make a coreset in another format", "polylog compress polylog-demo/data.parquet --columns x1,x2 --order 2 -o coreset.csv"),
            new("check it: other formats need the options of compress again",
                "polylog inspect coreset.csv --against polylog-demo/data.parquet --columns x1,x2 --order 2"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        InspectRequest request = _options.Request(parsed, ParseErrors.HelpOf(this), parsed.GetValue(_options.Report) is not null);
        bool json = parsed.GetValue(_options.Json);
        ReportFile? page = ReportFile.Find(
            parsed.GetValue(_options.Report), "--report", parsed, [request.Coreset, .. request.Against.Paths]);
        var watch = new Watch(json ? null : Terminal.Progress);
        var notes = new NoteList(Terminal, Name);
        long start = Stopwatch.GetTimestamp();
        InspectOutcome outcome = InspectJob.Run(request, watch, notes, Cancellation);
        Report report = InspectReport.Of(outcome);
        page?.Write(report, watch, notes, Stopwatch.GetElapsedTime(start),
            command => InspectPage.Fill(report, outcome, command, Cancellation));
        ReportOutput.Write(report, Terminal, json, notes);
        if (!outcome.Holds)
            throw new CommandException(InspectFailure.Sentence(outcome));
        ReportFile.Check(page);
        return ExitCode.Done;
    }
}
