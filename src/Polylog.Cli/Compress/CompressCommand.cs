using System.CommandLine;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The command <c>polylog compress</c>.</summary>
internal sealed class CompressCommand : PageCommand
{
    private readonly CompressOptions _options = new();

    public CompressCommand(Terminal terminal, CancellationToken cancellation)
        : base("compress", "Keep a few rows of a table, weighted so that the moments are preserved.", terminal, cancellation)
    {
        Complete(_options.Inputs);
        ParseErrors.RefuseOptions(this, _options.Output);
    }

    public override HelpPage Page => new(
        "Keeps a few rows of a table, unchanged and with all their columns, and adds a column of weights "
            + "so that all moments of the numeric columns up to an order are preserved. Prints how accurate the result is. "
            + "A Parquet or Arrow output stores this as a certificate, which inspect checks.",
        ["polylog compress <input>... -o <file> [options]", "polylog compress --sql <query> -o <file> [options]"],
        [
            new("Input", [_options.Inputs, _options.Sql, _options.Table.Weight, _options.Table.Signed, _options.Table.DropMissing]),
            new("What to keep",
            [
                _options.Table.Columns, _options.Table.Exclude, _options.Order, _options.Method.Functions, _options.Size, _options.Fraction,
                _options.Tolerance, _options.Table.Use, _options.Method.MaxWeight, _options.Method.EqualWeights,
            ]),
            new("Roles of columns",
            [
                _options.Table.Target, _options.Table.Loss, _options.Table.Match, _options.Table.GroupBy, _options.Table.Category,
            ]),
            new("Output", [_options.Output, _options.Table.WeightName, _options.RowId, _options.SmoothTarget, _options.Report,
                _options.Json]),
            new("Method", [_options.Scale, _options.Effort, _options.Method.Draw, _options.Memory, _options.Threads]),
        ],
        [
            new("make a table to try the examples on", "polylog demo"),
            new("a tenth of the rows, with automatic orders", "polylog compress polylog-demo/data.parquet -o coreset.parquet"),
            new("1,000 rows with the same moments up to order 3",
                "polylog compress polylog-demo/data.parquet --order 3 --size 1000 -o coreset.parquet"),
            new("enough rows for a relative error of 1e-6 for smooth functions",
                "polylog compress polylog-demo/data.parquet --for smooth --tolerance 1e-6 -o coreset.parquet"),
            new("10 rows that give the same linear regression as all rows",
                "polylog compress polylog-demo/data.parquet --order 2 --size 10 -o coreset.csv"),
            new("2,000 rows to train a model of y on",
                "polylog compress polylog-demo/data.parquet --target y --loss squared --size 2000 -o coreset.parquet"),
            new("the same, with a column in which y has less noise",
                "polylog compress polylog-demo/data.parquet --target y --loss squared --size 2000 --smooth-target y_smooth -o "
                    + "coreset.parquet"),
            new("1,000 rows of equal weight, for a program that reads no weights",
                "polylog compress polylog-demo/data.parquet --equal-weights --size 1000 -o coreset.parquet"),
            new("each half of the table on its own",
                "polylog compress --sql \"select *, x1 > 0 as half from 'polylog-demo/data.parquet'\" --group-by half --size 2000 -o "
                    + "coreset.parquet"),
            new("two columns of several files, without rows with missing values",
                "polylog compress 'polylog-demo/d*.parquet' --columns x1,x2 --drop-missing --size 1000 -o coreset.parquet"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        CompressRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        ReportFile? page = ReportFile.Find(parsed.GetValue(_options.Report), "--report", parsed, [request.Output, .. request.Input.Paths]);
        var watch = new Watch(json ? null : Terminal.Progress);
        var notes = new NoteList(Terminal, Name);
        using var input = CompressInput.Open(request, watch, notes, Cancellation);
        if (StreamedJob.IsNeeded(request, input, Cancellation))
        {
            StreamedOutcome streamed = StreamedJob.Run(request, input, watch, notes, Cancellation);
            Report parts = StreamedReport.Of(streamed);
            page?.Write(parts, watch, notes, streamed.Time, command => StreamedPage.Fill(parts, streamed, command, Cancellation));
            ReportOutput.Write(parts, Terminal, json, notes);
            ReportFile.Check(page, PageAlone(request));
            return ExitCode.Done;
        }
        CompressOutcome outcome = CompressJob.Run(request, input, watch, notes, Cancellation);
        Report report = CompressReport.Of(outcome);
        page?.Write(report, watch, notes, outcome.Time, command => CompressPage.Fill(report, outcome, command, Cancellation));
        ReportOutput.Write(report, Terminal, json, notes);
        ReportFile.Check(page, PageAlone(request));
        return ExitCode.Done;
    }

    // Other formats do not store how they were made.
    private static string? PageAlone(CompressRequest request) => TableMetadata.HasPlace(request.Output)
        ? $"report {ShellWord.Quote(request.Output)} {request.Input.Against} -o report.html" : null;
}
