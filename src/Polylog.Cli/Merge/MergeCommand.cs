using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The command <c>polylog merge</c>.</summary>
internal sealed class MergeCommand : PageCommand
{
    private readonly MergeOptions _options = new();

    public MergeCommand(Terminal terminal, CancellationToken cancellation)
        : base("merge", "Make one coreset of the coresets of several parts of a table.", terminal, cancellation)
    {
        Complete(_options.Inputs);
        ParseErrors.RefuseOptions(this, _options.Output);
    }

    public override HelpPage Page => new(
        "Makes one coreset of the coresets of several parts of a table: its weights and moments are those of all rows of the tables, up to "
            + "the lowest order of a part. Each part says itself how it was made. Parts that were made with other columns, another loss or "
            + "other groups are refused, and so is a part that is given twice.",
        ["polylog merge <part>... -o <file> [options]"],
        [
            new("Input", [_options.Inputs]),
            new("What to keep", [_options.Size, _options.Order]),
            new("Output", [_options.Output, _options.Report, _options.Json]),
            new("Method", [_options.Effort, _options.Threads]),
        ],
        [
            new("make a table to try the examples on", "polylog demo"),
            new("a coreset of each half of it",
                "polylog compress --sql \"select * from 'polylog-demo/data.parquet' where x1 < 0\" --order 3 --size 1000 -o low.parquet"),
            new("the other half",
                "polylog compress --sql \"select * from 'polylog-demo/data.parquet' where x1 >= 0\" --order 3 --size 1000 -o high.parquet"),
            new("one coreset of both, with the moments of the whole table", "polylog merge low.parquet high.parquet -o both.parquet"),
            new("check it against the table", "polylog inspect both.parquet --against polylog-demo/data.parquet"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        MergeRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        ReportFile? page = ReportFile.Find(parsed.GetValue(_options.Report), "--report", parsed, [request.Output, .. request.Parts]);
        var watch = new Watch(json ? null : Terminal.Progress);
        var notes = new NoteList(Terminal, Name);
        MergeParts parts = watch.Over("opening", _ => MergeParts.Read(request, Cancellation));
        if (request.Order is null && parts.Order < MergeParts.AnyOrder
            && parts.Records.Any(part => MergeParts.OrderOf(part.Record) is < MergeParts.AnyOrder and var order && order > parts.Order))
        {
            (string path, _, _) = parts.Records.First(part => MergeParts.OrderOf(part.Record) == parts.Order);
            notes.Add($"'{path}' matches moments up to order {parts.Order} only, so all parts together do no more");
        }
        CompressOutcome outcome = CompressJob.Run(parts.Compression(request), watch, notes, Cancellation);
        var report = new Report(request.Output) { Kind = "Merged coreset", Program = ProgramName.Current };
        report.Line("parts", $"{Format.Whole(parts.Records.Count)}, which stand for "
            + $"{Format.Count(parts.Rows, "row")}; errors below are those of the merge alone");
        CompressReport.Fill(report, outcome);
        page?.Write(report, watch, notes, outcome.Time, command => MergePage.Fill(report, parts, outcome, command, Cancellation));
        ReportOutput.Write(report, Terminal, json, notes);
        ReportFile.Check(page);
        return ExitCode.Done;
    }
}
