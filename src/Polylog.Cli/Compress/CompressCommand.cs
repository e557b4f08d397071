using System.CommandLine;

namespace Polylog.Cli;

/// <summary><c>polylog compress</c>.</summary>
internal sealed class CompressCommand : Command
{
    private readonly CompressOptions _options = new();
    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;

    public CompressCommand(Terminal terminal, CancellationToken cancellation)
        : base("compress", "Keep a few rows of a table, weighted so that the moments stay the same.")
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
        "Keeps a few rows of a table, unchanged and with all their columns, and gives each a weight "
            + "such that all moments of the numeric columns up to an order stay the same. Tells what they are worth: "
            + "a certificate that a Parquet file keeps and inspect checks.",
        ["polylog compress <input>... -o <file> [options]", "polylog compress --sql <query> -o <file> [options]"],
        [
            new("Input", [_options.Inputs, _options.Sql, _options.Table.Weight, _options.Table.DropMissing]),
            new("What to keep",
            [
                _options.Table.Columns, _options.Table.Exclude, _options.Order, _options.Size, _options.Fraction, _options.Tolerance, _options.Table.Use,
            ]),
            new("What it is for",
            [
                _options.Table.Target, _options.Table.Loss, _options.Table.Match, _options.Table.GroupBy, _options.Table.Category,
            ]),
            new("Output", [_options.Output, _options.Table.WeightName, _options.RowId, _options.Json]),
            new("How", [_options.Scale, _options.Effort, _options.Threads]),
        ],
        [
            new("a tenth of the rows, the orders chosen", "polylog compress housing.csv -o coreset.parquet"),
            new("1,000 rows with the same moments up to order 3", "polylog compress housing.csv --order 3 --size 1000 -o coreset.parquet"),
            new("as few rows as keep the sums of smooth functions to a millionth",
                "polylog compress points.csv --for smooth --tolerance 1e-6 -o coreset.parquet"),
            new("55 rows that give the same least squares fit as all (9 columns: 55 moments)",
                "polylog compress housing.csv --order 2 --size 55 -o coreset.csv"),
            new("rows to train a model of the price on, with the loss that all rows have",
                "polylog compress housing.csv --target median_house_value --loss squared -o coreset.parquet"),
            new("every carrier on its own", "polylog compress flights.csv --group-by carrier --drop-missing -o coreset.parquet"),
            new("three columns of many files, rows with gaps left out",
                "polylog compress 'flights/*.parquet' --columns dep_delay,arr_delay,distance --drop-missing -o coreset.parquet"),
            new("some rows of a table only",
                "polylog compress --sql \"select * from 'housing.csv' where median_income > 3\" -o coreset.parquet"),
        ]);

    private int Run(ParseResult parsed)
    {
        CompressRequest request = _options.Request(parsed, ParseErrors.HelpOf(this));
        bool json = parsed.GetValue(_options.Json);
        var watch = new Watch(json ? null : _terminal.Progress);
        CompressOutcome outcome = CompressJob.Run(request, watch, _terminal.Note, _cancellation);
        if (json)
            CompressJson.Write(outcome, _terminal.Output);
        else
            CompressSummary.Write(outcome, _terminal.Styled);
        return ExitCode.Done;
    }
}
