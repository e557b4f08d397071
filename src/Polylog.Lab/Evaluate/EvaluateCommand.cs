using System.CommandLine;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The command <c>polylog-lab evaluate</c>.</summary>
internal sealed class EvaluateCommand : PageCommand
{
    private readonly EvaluateOptions _options = new();

    public EvaluateCommand(Terminal terminal, CancellationToken cancellation)
        : base("evaluate", "Train models on all rows, on a coreset and on random rows, and compare their errors.", terminal, cancellation)
    {
        Complete(_options.Inputs);
        ParseErrors.RefuseOptions(this, _options.Output);
    }

    public override HelpPage Page => new(
        "Shuffles the rows and splits off a test set, several times. Trains models on all other rows, on a weighted coreset of them, on a "
            + "coreset made as in the paper (the target as one more column), and several times on as many random rows. "
            + "Shows test errors, how much of the gap between random rows and all rows the coreset closes, and training times.",
        ["polylog-lab evaluate <input>... --target <column> [options]", "polylog-lab evaluate --sql <query> --target <column> [options]"],
        [
            new("Input",
            [
                _options.Inputs, _options.Sql, _options.Target, _options.Loss,
                _options.Table.Columns, _options.Table.Exclude, _options.Table.Category, _options.Table.GroupBy, _options.Table.Weight,
                _options.Table.DropMissing,
            ]),
            new("What to keep", [_options.Size, _options.Sizes, _options.Fraction, _options.Order, _options.Functions, _options.Table.Use]),
            new("Comparison",
            [
                _options.Models, _options.SmoothTarget, _options.Splits, _options.Draws, _options.TestFraction, _options.Seed,
                _options.Threads,
            ]),
            new("Models", [.. EvaluationModels.All.Select(Described)]),
            new("Output", [_options.Output, _options.Report, _options.Json]),
        ],
        [
            new("make a table to try the examples on", "polylog demo"),
            new("are 2,000 rows enough to predict y?", "polylog-lab evaluate polylog-demo/data.parquet --target y --size 2000"),
            new("how errors fall as more rows are kept, as a page",
                "polylog-lab evaluate polylog-demo/data.parquet --target y --sizes 500,1000,2000 --models linear,lightgbm --report "
                    + "evaluation.html"),
            new("more splits, for a smaller standard error",
                "polylog-lab evaluate polylog-demo/data.parquet --target y --size 2000 --models linear,lightgbm --splits 10"),
            new("is a smoothed target better for these models?",
                "polylog-lab evaluate polylog-demo/data.parquet --target y --size 2000 --models network,lightgbm --smooth-target"),
            new("two models only, with a picture",
                "polylog-lab evaluate polylog-demo/data.parquet --target y --size 2000 --models linear,quadratic -o evaluation"),
            new("predict whether y is above 0",
                "polylog-lab evaluate --sql \"select x1, x2, (y > 0)::int as high from 'polylog-demo/data.parquet'\" --target high --loss "
                    + "logistic --size 2000"),
        ]);

    private static Argument<string> Described(IEvaluationModel model) => new(model.Name) { Description = $"{Capital(model.Description)}." };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    protected override int Run(ParseResult parsed)
    {
        EvaluateRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        var notes = new NoteList(Terminal, Name);
        ReportFile? page = ReportFile.Find(parsed.GetValue(_options.Report), "--report", parsed, request.Input.Paths);
        var watch = new Watch(json ? null : Terminal.Progress);
        EvaluateOutcome outcome = EvaluateJob.Run(request, watch, notes, Cancellation);
        Report report = EvaluateReport.Of(outcome);
        page?.Write(report, watch, notes, outcome.Time, command => EvaluatePage.Fill(report, outcome, command));
        ReportOutput.Write(report, Terminal, json, notes);
        ReportFile.Check(page);
        return ExitCode.Done;
    }
}
