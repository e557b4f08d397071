using System.CommandLine;

namespace Polylog.Cluster;

/// <summary>The options of <c>polylog compress</c> that a job takes, read anew by every node.</summary>
internal sealed class JobRequest
{
    private readonly CompressOptions _options = new();

    public JobRequest() => _options.Output.Description = "File for the kept rows: .parquet, .csv, .tsv or .arrow, in a folder that all "
        + "nodes see. An existing file is replaced.";

    public Argument<string[]> Inputs => _options.Inputs;

    public Option<string?> Output => _options.Output;

    /// <summary>What to read.</summary>
    public IReadOnlyList<Option> Input => [_options.Table.Weight, _options.Table.Signed, _options.Table.DropMissing];

    /// <summary>What to keep.</summary>
    public IReadOnlyList<Option> Kept =>
    [
        _options.Table.Columns, _options.Table.Exclude, _options.Order, _options.Method.Functions, _options.Size, _options.Table.Use,
    ];

    /// <summary>What columns are.</summary>
    public IReadOnlyList<Option> ColumnRoles =>
    [
        _options.Table.Target, _options.Table.Loss, _options.Table.Match, _options.Table.GroupBy, _options.Table.Category,
    ];

    /// <summary>How the output is written, and how to compress.</summary>
    public IReadOnlyList<Option> Further => [_options.Table.WeightName, _options.RowId, _options.Scale, _options.Effort];

    private IEnumerable<Option> All => Input.Concat(Kept).Concat(ColumnRoles).Concat(Further);

    /// <summary>The order that a command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="help">The command that shows the help page.</param>
    /// <exception cref="UsageException">A file, the output or the size is missing.</exception>
    public JobOrder Order(ParseResult parsed, string help)
    {
        if (parsed.GetValue(Inputs) is not { Length: > 0 } inputs)
            throw new UsageException("no input; give Parquet files, or a pattern such as '/mnt/tables/*.parquet'", help);
        string output = parsed.GetValue(Output) ?? throw new UsageException("no output; give a file, such as -o coreset.parquet", help);
        if (output == "-")
            throw new UsageException("a job writes a file that all nodes see; give one, such as -o coreset.parquet", help);
        if (parsed.GetValue(_options.Size) is null)
            throw new UsageException("no --size; give the number of rows to keep", help);
        string[] given =
        [
            .. All
                .Select(option => (option.Name, Result: parsed.GetResult(option)))
                .Where(option => option.Result is { Implicit: false })
                .SelectMany(option => option.Result!.Tokens.Select(token => token.Value).Prepend(option.Name)),
        ];
        return new JobOrder { Inputs = [.. inputs.Select(Path.GetFullPath)], Output = Path.GetFullPath(output), Options = given };
    }

    /// <summary>Reads an order, with all checks of the command line.</summary>
    /// <exception cref="CommandException">An option is wrong.</exception>
    public static CompressRequest Read(JobOrder order, int? threads = null)
    {
        var request = new JobRequest();
        var command = new Command("submit") { request.Inputs, request.Output };
        foreach (Option option in request.All)
            command.Add(option);
        try
        {
            ParseResult parsed = command.Parse(
                ["-o", order.Output, .. order.Options, "--", .. order.Inputs],
                new ParserConfiguration { ResponseFileTokenReplacer = null });
            ParseErrors.Check(parsed);
            return request._options.Request(parsed, "") with { Threads = threads };
        }
        catch (UsageException exception)
        {
            throw new CommandException(exception.Message);
        }
    }
}
