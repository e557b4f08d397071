using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>update</c>, and the request made of them.</summary>
internal sealed class UpdateOptions
{
    public Argument<string[]> Inputs { get; } = new("file")
    {
        HelpName = "<state> [<file>...]",
        Description = "The state, a .parquet that the command makes and replaces; then files with new rows, in the formats of compress. "
            + "Patterns such as 'days/*.parquet' work: files that the state has are passed over.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "File for a coreset of all rows so far: .csv, .tsv, .json, .ndjson or .parquet. An existing file is replaced.", "-o");

    public TableOptions Table { get; } = new();

    public Option<FunctionFamily?> Functions { get; } = new MethodOptions().Functions;

    public Option<int?> Size { get; } = ValueOptions.Whole("--size", "<n>",
        "Number of rows of a coreset; needed to begin a state. Later a smaller one may be given, for the coreset of this time.");

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "Preserve all moments up to this total degree; default: auto, which chooses the order that suits the first rows.");

    public Option<ColumnScale?> Scale { get; } = ValueOptions.Word("--scale",
        "Unit in which distances are measured when rows are split into leaves: standard deviation of each column, range of each column, or "
        + "none; default: std.", ScaleWords.All);

    public Option<Effort?> Effort { get; } = CompressOptions.NewEffort();

    public Option<double?> Forget { get; } = ValueOptions.Number("--forget", "<q>",
        "Multiply the weights of all earlier rows by q before the new rows come, so that old rows fade.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 0.9");

    public Option<string?> Window { get; } = ValueOptions.Text("--window", "<length>",
        "Keep the newest rows only: those of the last 90d (days), 12h (hours) or 8w (weeks) before the newest one, or a number where --by "
        + "is a column of numbers. The window moves in steps of a sixteenth of its length. Given when the state begins.");

    public Option<string?> By { get; } = ValueOptions.Text("--by", "<column>",
        "Column of dates, times or numbers that says how new a row is.");

    public Option<int?> Threads { get; } = ValueOptions.Whole("--threads", "<n>",
        "Number of threads; default: one per processor. The result is the same for any number.");

    public Option<string?> Report { get; } = ReportFile.NewOption();

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the summary as one JSON object.");

    public UpdateRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        string[] inputs = parsed.GetValue(Inputs) ?? [];
        if (inputs.Length == 0)
            throw new UsageException("no state; give a .parquet file that the command makes, then files with new rows", help);
        if (!inputs[0].EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"the state is '{inputs[0]}'; give a name that ends in .parquet, then files with new rows", help);
        if (inputs.Contains("-"))
            throw new UsageException("standard input has no name to remember; save it to a file first", help);
        string? window = parsed.GetValue(Window), by = parsed.GetValue(By);
        if (window is null != by is null)
        {
            throw new UsageException(window is null
                ? "--by needs a --window; give how far back the newest rows reach, such as --window 90d"
                : "--window needs --by; name the column of dates, times or numbers that says how new a row is", help);
        }
        if (window is not null && !RowWindow.IsLength(window))
            throw new UsageException($"--window is '{window}'; give a length above 0, such as 90d, 12h or 8w", help);
        LearningRequest learning = Table.Learning(parsed);
        ColumnRequest columns = Table.Request(parsed);
        return new UpdateRequest(inputs[0], inputs[1..], new UpdateSettings
        {
            Columns = columns.Named,
            Exclude = columns.Excluded,
            Target = learning.Targets,
            Loss = learning.Loss,
            Match = learning.Match,
            Weight = parsed.GetValue(Table.Weight),
            WeightName = parsed.GetValue(Table.WeightName),
            DropMissing = parsed.GetValue(Table.DropMissing),
            For = parsed.GetValue(Table.Use),
            Functions = parsed.GetValue(Functions),
            Scale = parsed.GetValue(Scale),
            Effort = parsed.GetValue(Effort),
            Order = parsed.GetValue(Order) is > 0 and int order ? order : null,
            Size = parsed.GetValue(Size),
            Window = window,
            By = by,
        })
        {
            Output = parsed.GetValue(Output),
            Forget = parsed.GetValue(Forget) ?? 1,
            Threads = parsed.GetValue(Threads),
        };
    }
}
