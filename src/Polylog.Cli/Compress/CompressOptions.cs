using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>compress</c>, and the request made of them.</summary>
internal sealed class CompressOptions
{
    private static readonly IReadOnlyList<(string Word, Effort Value)> s_efforts =
        [("fast", Polylog.Effort.Fast), ("balanced", Polylog.Effort.Balanced), ("thorough", Polylog.Effort.Thorough)];

    public Argument<string[]> Inputs { get; } = new("input")
    {
        HelpName = "<input>...",
        Description = "Files with the same columns, read as one table: .csv, .tsv, .json, .ndjson, .parquet, .arrow, .arrows, .npy, or "
            + "text with aligned columns (.txt, .dat). Text files may be compressed (.gz, .zst). Patterns such as 'data/*.parquet' work. "
            + "- is standard input: its first bytes tell the format, also that of an Arrow stream.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Sql { get; } = ValueOptions.Text("--sql", "<query>",
        "Compress the result of a DuckDB query instead of files, such as \"select * from 'x.parquet' where y > 0\". It can read any file "
            + "that you can read.");

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "File for the kept rows, with all their columns and the weight: .csv, .tsv, .json, .ndjson, .parquet, .arrow or .arrows. "
        + "An existing file is replaced. - is standard output, which gets an Arrow stream where the input is Arrow, else CSV; the summary "
        + "then goes to standard error.", "-o");

    public TableOptions Table { get; } = new();

    public MethodOptions Method { get; } = new();

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "Preserve all moments (weighted sums of products of columns) up to this total degree: 2 preserves means and covariances. "
        + "m columns have C(m+k,k) moments, and each leaf (a box of neighbouring rows) keeps at least as many rows. "
        + "Default: auto, where each leaf gets the order that minimises the error on test functions (see --for).");

    public Option<int?> Size { get; } = ValueOptions.Whole("--size", "<n>",
        "Number of rows to keep, at least the number of moments (with --order auto: one more than columns). Fewer are kept if "
        + "fewer already match all moments. 1000, 1e3 and 1_000 are the same.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of the rows to keep, instead of --size; default: 0.1. Raised where it gives fewer rows than there are moments.",
        value => value is > 0 and <= 1, "give a number above 0 and up to 1, such as 0.1");

    public Option<double?> Tolerance { get; } = ValueOptions.Number("--tolerance", "<eps>",
        "Instead of --size: search for a size for which the median relative error of the sums of test functions is below this, with a "
        + "margin, because the certificate shows others. The size found is not always the smallest.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 1e-6");

    public Option<string?> RowId { get; } = ValueOptions.Text("--row-id", "<name>",
        "Add a column with this name that contains the number of each row in the input, counted from 0.");

    public Option<string?> SmoothTarget { get; } = ValueOptions.Text("--smooth-target", "<name>",
        "Add a column with this name that contains the target with less noise: a part of it is a smooth regression on all rows. Its "
        + "mean is that of the target, its other moments are not preserved. Models gain where the target is noisy. Trees lose where it "
        + "jumps without noise: evaluate --smooth-target shows for which models it is better.");

    public Option<ColumnScale?> Scale { get; } = ValueOptions.Word("--scale",
        "Unit in which distances are measured when rows are split into leaves: standard deviation of each column, range of each column, or "
        + "none; default: std.", ScaleWords.All);

    public Option<Effort?> Effort { get; } = NewEffort();

    public Option<double?> Memory { get; } = ValueOptions.Bytes("--memory", "<bytes>",
        "Memory that the rows may take, such as 2GB; default: half of the machine's. A file that needs more is compressed part by part, in "
            + "memory that does not grow with its rows; if it is stopped, the same command goes on from there. That needs a --size, and "
            + "goes without --tolerance, --max-weight, --draw and --smooth-target.");

    public Option<int?> Threads { get; } = ValueOptions.Whole("--threads", "<n>",
        "Number of threads; default: one per processor. The result is the same for any number.");

    public Option<string?> Report { get; } = ReportFile.NewOption();

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the summary as one JSON object.");

    /// <summary>The option for the time to spend, of a command.</summary>
    public static Option<Effort?> NewEffort() => ValueOptions.Word("--effort",
        "How much time to spend on choosing orders and on reducing the error beyond the preserved moments; default: balanced.", s_efforts);

    public CompressRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        Method.Check(parsed, help);
        CheckSize(parsed, help);
        CheckSmooth(parsed, help);
        var defaults = new CompressRequest(Input(parsed, help), Required(parsed, help));
        return Method.Add(defaults, parsed) with
        {
            Columns = Table.Request(parsed),
            Learning = Table.Learning(parsed),
            WeightColumn = parsed.GetValue(Table.Weight),
            WeightName = parsed.GetValue(Table.WeightName) ?? defaults.WeightName,
            RowIdName = parsed.GetValue(RowId),
            SmoothName = parsed.GetValue(SmoothTarget),
            Order = parsed.GetValue(Order) is > 0 and int order ? order : null,
            Use = parsed.GetValue(Table.Use) ?? defaults.Use,
            Tolerance = parsed.GetValue(Tolerance),
            Size = parsed.GetValue(Size),
            Fraction = parsed.GetValue(Fraction) ?? defaults.Fraction,
            Scale = parsed.GetValue(Scale) ?? defaults.Scale,
            Effort = parsed.GetValue(Effort) ?? defaults.Effort,
            DropMissing = parsed.GetValue(Table.DropMissing),
            Memory = parsed.GetValue(Memory),
            HasReport = parsed.GetValue(Report) is not null,
            Threads = parsed.GetValue(Threads),
        };
    }

    private void CheckSize(ParseResult parsed, string help)
    {
        bool size = parsed.GetValue(Size) is not null, fraction = parsed.GetValue(Fraction) is not null;
        if (size && fraction)
            throw new UsageException("--size and --fraction cannot be combined; give a number of rows or a share of them", help);
        if ((size || fraction) && parsed.GetValue(Tolerance) is not null)
        {
            throw new UsageException($"{(size ? "--size" : "--fraction")} and --tolerance cannot be combined; "
                + "give a number of rows or an error", help);
        }
    }

    private void CheckSmooth(ParseResult parsed, string help)
    {
        if (parsed.GetValue(SmoothTarget) is null)
            return;
        if (Table.Learning(parsed) is not { Targets.Count: > 0 } learning)
            throw new UsageException("--smooth-target needs a --target; name the column to predict", help);
        if (learning.Loss is LossWord.Classes or LossWord.Logistic or LossWord.Poisson)
        {
            throw new UsageException($"--smooth-target cannot be combined with --loss {LossWords.Word(learning.Loss.Value)}, which is not "
                + "for plain numbers; use --loss squared, or leave --smooth-target out", help);
        }
    }

    private TableInput Input(ParseResult parsed, string help)
    {
        var input = TableInput.Read(parsed.GetValue(Inputs), parsed.GetValue(Sql), help);
        if (input.Sql is not null && parsed.GetValue(Memory) is not null)
        {
            throw new UsageException("--memory is for files: the result of a query is held as a whole; read the files themselves, or leave "
                + "--memory out", help);
        }
        return input;
    }

    private string Required(ParseResult parsed, string help) => parsed.GetValue(Output)
        ?? throw new UsageException("no output; give a file for the kept rows, such as -o coreset.parquet", help);
}
