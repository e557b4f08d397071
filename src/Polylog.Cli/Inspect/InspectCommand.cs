using System.CommandLine;

namespace Polylog.Cli;

/// <summary><c>polylog inspect</c>.</summary>
internal sealed class InspectCommand : Command
{
    private readonly InspectOptions _options = new();
    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;

    public InspectCommand(Terminal terminal, CancellationToken cancellation)
        : base("inspect", "Check a coreset against the table it was made from.")
    {
        _terminal = terminal;
        _cancellation = cancellation;
        Add(_options.Coreset);
        foreach (Option option in Page.Sections.SelectMany(section => section.Symbols).OfType<Option>())
            Add(option);
        ParseErrors.RefuseOptions(this, _options.Coreset);
        ParseErrors.RefuseOptions(this, _options.Against);
        SetAction(Run);
    }

    public HelpPage Page => new(
        "Checks a coreset against the table it was made from: recomputes all moments of "
        + "both, looks every kept row up in the table, and compares sums of random test "
        + "functions with those of random subsets of the same size. Where a Parquet "
        + "coreset has a certificate, what it claims is compared with all that.",
        ["polylog inspect <coreset> --against <input>... [options]", "polylog inspect <coreset> --against-sql <query> [options]"],
        [
            new("Tables", [_options.Coreset, _options.Against, _options.AgainstSql]),
            new("How it was made (a Parquet coreset knows; what is given here wins)",
            [
                _options.Table.Columns, _options.Table.Exclude, _options.Table.Target, _options.Table.Loss,
                _options.Table.Match, _options.Table.GroupBy, _options.Table.Category, _options.Order, _options.Table.Use, _options.Table.WeightName, _options.RowId,
                _options.Table.Weight, _options.Table.DropMissing,
            ]),
            new("Result", [_options.Tolerance, _options.Json]),
        ],
        [
            new("a Parquet coreset says how it was made", "polylog inspect coreset.parquet --against housing.csv"),
            new("other formats have to be told what was not the default",
                "polylog inspect coreset.csv --against housing.csv --exclude median_house_value --order 2"),
            new("do higher moments match as well?", "polylog inspect coreset.parquet --against housing.csv --order 4"),
            new("in a script", "polylog inspect coreset.parquet --against housing.csv --json"),
        ]);

    private int Run(ParseResult parsed)
    {
        InspectRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        InspectOutcome outcome = InspectJob.Run(request, new Watch(json ? null : _terminal.Progress), _cancellation);
        if (json)
            InspectJson.Write(outcome, _terminal.Output);
        else
            InspectSummary.Write(outcome, _terminal.Styled);
        return outcome.Holds ? ExitCode.Done : throw new CommandException(InspectFailure.Sentence(outcome));
    }
}
