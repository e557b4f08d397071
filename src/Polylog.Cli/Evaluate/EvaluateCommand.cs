using System.CommandLine;
using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary><c>polylog evaluate</c>.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly EvaluateOptions _options = new();
    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;

    public EvaluateCommand(Terminal terminal, CancellationToken cancellation)
        : base("evaluate", "Train models on all rows, on a coreset and on random rows, and compare.")
    {
        _terminal = terminal;
        _cancellation = cancellation;
        Add(_options.Inputs);
        foreach (Option option in Page.Sections.SelectMany(section => section.Symbols).OfType<Option>())
            Add(option);
        ParseErrors.RefuseOptions(this, _options.Inputs);
        ParseErrors.RefuseOptions(this, _options.Output);
        SetAction(Run);
    }

    public HelpPage Page => new(
        "Splits off a test set, fits models to all other rows, to a coreset of them with its weights, to one made as in the paper "
            + "(the target as one more column) and to random rows of the same number, several times, "
            + "and shows test errors and training times. Rows are shuffled before the split.",
        ["polylog evaluate <input>... --target <column> [options]", "polylog evaluate --sql <query> --target <column> [options]"],
        [
            new("Input", [_options.Inputs, _options.Sql, _options.Target, _options.Loss, _options.Table.Columns, _options.Table.Exclude, _options.Table.DropMissing]),
            new("What to keep", [_options.Size, _options.Fraction, _options.Order, _options.Table.Use]),
            new("How to compare", [_options.Models, _options.Draws, _options.TestFraction, _options.Seed, _options.Threads]),
            new("Models", [.. EvaluationModels.All.Select(model => new Argument<string>(model.Name) { Description = $"{Capital(model.Description)}." })]),
            new("Output", [_options.Output, _options.Json]),
        ],
        [
            new("would 1,000 rows do to predict house values?", "polylog evaluate housing.csv --target median_house_value --size 1000"),
            new("linear models alone, with a picture", "polylog evaluate housing.csv --target median_house_value --models linear,quadratic -o evaluation"),
            new("a yes or no", "polylog evaluate --sql \"select *, (arr_delay > 15)::int as late from 'flights.csv'\" --target late --loss logistic --exclude arr_delay --drop-missing"),
        ]);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private int Run(ParseResult parsed)
    {
        EvaluateRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        EvaluateOutcome outcome = EvaluateJob.Run(request, new Watch(json ? null : _terminal.Progress), _cancellation);
        if (json)
            EvaluateJson.Write(outcome, _terminal.Output);
        else
            EvaluateSummary.Write(outcome, _terminal.Styled);
        return ExitCode.Done;
    }
}
