using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The command <c>polylog update</c>.</summary>
internal sealed class UpdateCommand : PageCommand
{
    private readonly UpdateOptions _options = new();

    public UpdateCommand(Terminal terminal, CancellationToken cancellation)
        : base("update", "Keep a coreset of a table that grows.", terminal, cancellation)
    {
        Complete(_options.Inputs);
        ParseErrors.RefuseOptions(this, _options.Output);
    }

    public override HelpPage Page => new(
        "Adds the rows of new files to a state, and makes a coreset of all rows so far without reading the old files again. The state "
            + "is a Parquet file of weighted rows with the moments of all. It remembers the files whose rows it has and the options it was "
            + "begun with, so that the same command can be given each time. Drifting and sorted tables are kept as well as others.",
        ["polylog update <state> <file>... [-o <file>] [options]", "polylog update <state> -o <file>"],
        [
            new("Input", [_options.Inputs, _options.Table.Weight, _options.Table.DropMissing]),
            new("What to keep", [_options.Table.Columns, _options.Table.Exclude, _options.Size, _options.Order, _options.Table.Match]),
            new("Old rows", [_options.Forget, _options.Window, _options.By]),
            new("What it is for", [_options.Table.Use, _options.Table.Target, _options.Table.Loss]),
            new("Output", [_options.Output, _options.Table.WeightName, _options.Report, _options.Json]),
            new("Method", [_options.Functions, _options.Scale, _options.Effort, _options.Threads]),
        ],
        [
            new("make tables to try the examples on", "polylog demo"),
            new("begin a state", "polylog update state.parquet polylog-demo/data.parquet --size 1000"),
            new("write the coreset of what it has", "polylog update state.parquet -o coreset.parquet"),
            new("each day: add what is new, let older rows fade, and write the coreset",
                "polylog update state.parquet 'days/*.parquet' --size 1000 --forget 0.99 -o coreset.parquet"),
            new("rows of the last 90 days, by a column of dates",
                "polylog update quarter.parquet 'days/*.parquet' --size 1000 --window 90d --by date -o coreset.parquet"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        UpdateRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        ReportFile? page = ReportFile.Find(
            parsed.GetValue(_options.Report), "--report", parsed, [request.State, request.Output, .. request.Files]);
        var watch = new Watch(json ? null : Terminal.Progress);
        var notes = new NoteList(Terminal, Name);
        UpdateOutcome outcome = UpdateJob.Run(request, watch, notes, Cancellation);
        Report report = UpdateReport.Of(outcome);
        page?.Write(report, watch, notes, outcome.Time, command => UpdatePage.Fill(report, outcome, command, Cancellation));
        ReportOutput.Write(report, Terminal, json, notes);
        string output = request.Output is { } coreset ? $" -o {ShellWord.Quote(coreset)}" : "";
        ReportFile.Check(page, $"update {ShellWord.Quote(request.State)}{output} --report report.html");
        return ExitCode.Done;
    }
}
