using System.CommandLine;
using System.Diagnostics;

namespace Polylog.Cli;

/// <summary>The command <c>polylog report</c>.</summary>
internal sealed class ReportCommand : PageCommand
{
    private readonly InspectOptions _options = new();

    private readonly Option<string?> _output = ValueOptions.Text("--output", "<file>",
        "The page: one .html file, which needs no network and no script. An existing file is replaced.", "-o");

    public ReportCommand(Terminal terminal, CancellationToken cancellation)
        : base("report", "Write a page about a coreset, with pictures of it and its table.", terminal, cancellation)
    {
        Complete(_options.Coreset);
        ParseErrors.RefuseOptions(this, _options.Against);
    }

    public override HelpPage Page => new(
        "Writes a page about a coreset that compress, merge or update made: what was kept, what is preserved, how large errors are beside "
            + "those of random rows, and what it is not good for. It checks the coreset as inspect does, and the page has the results.",
        ["polylog report <coreset> --against <input>... -o <file> [options]"],
        [
            new("Tables", [_options.Coreset, _options.Against, _options.AgainstSql]),
            new("How it was made (a Parquet or Arrow coreset stores it; options replace it)",
            [
                _options.Table.Columns, _options.Table.Exclude, _options.Table.Target, _options.Table.Loss,
                _options.Table.Match, _options.Table.GroupBy, _options.Table.Category, _options.Order, _options.Table.Use,
                _options.Table.WeightName, _options.RowId, _options.SmoothTarget, _options.Table.Weight, _options.Table.Signed,
                _options.Table.DropMissing,
            ]),
            new("Result", [_output, _options.Tolerance]),
        ],
        [
            new("make a table and a coreset to try the example on", "polylog demo"),
            new("a page about the coreset", "polylog report polylog-demo/coreset.parquet --against polylog-demo/data.parquet -o "
                + "report.html"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        string help = ParseErrors.HelpOf(this);
        InspectRequest request = _options.Request(parsed, help, hasReport: true);
        ReportFile page = ReportFile.Find(parsed.GetValue(_output), "--output", parsed, [request.Coreset, .. request.Against.Paths])
            ?? throw new UsageException("no output; give a file for the page, such as -o report.html", help);
        var watch = new Watch(Terminal.Progress);
        var notes = new NoteList(Terminal, Name);
        long start = Stopwatch.GetTimestamp();
        InspectOutcome outcome = InspectJob.Run(request, watch, notes, Cancellation);
        Report report = InspectReport.Of(outcome);
        page.Write(report, watch, notes, Stopwatch.GetElapsedTime(start),
            command => InspectPage.Fill(report, outcome, command, Cancellation));
        if (page.Failure is { } failure)
            throw new CommandException(failure);
        new Summary(Terminal.Styled).Line("written", parsed.GetValue(_output)!);
        return outcome.Holds ? ExitCode.Done : throw new CommandException(InspectFailure.Sentence(outcome));
    }
}
