using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>merge</c>, and the request made of them.</summary>
internal sealed class MergeOptions
{
    public Argument<string[]> Inputs { get; } = new("part")
    {
        HelpName = "<part>...",
        Description = "Coresets of parts of a table, as compress wrote them: .parquet, with the same columns and options. "
            + "Patterns such as 'parts/*.parquet' work.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<file>",
        "File for the kept rows, with all their columns and the weight: .csv, .tsv, .json, .ndjson or .parquet. "
        + "An existing file is replaced.", "-o");

    public Option<int?> Size { get; } = ValueOptions.Whole("--size", "<n>",
        "Number of rows to keep; default: as many as the largest part has.");

    public Option<int?> Order { get; } = ValueOptions.Whole("--order", "<k>",
        "Preserve all moments up to this total degree; default: the lowest order of a part, or the highest that --size has room for. "
            + "An order above that of a part is refused.");

    public Option<Effort?> Effort { get; } = CompressOptions.NewEffort();

    public Option<int?> Threads { get; } = ValueOptions.Whole("--threads", "<n>",
        "Number of threads; default: one per processor. The result is the same for any number.");

    public Option<string?> Report { get; } = ReportFile.NewOption();

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the summary as one JSON object.");

    public MergeRequest Request(ParseResult parsed, string help)
    {
        string[] inputs = parsed.GetValue(Inputs) ?? [];
        if (inputs.Length == 0)
            throw new UsageException("no input; give the coresets of the parts", help);
        string output = parsed.GetValue(Output)
            ?? throw new UsageException("no output; give a file for the kept rows, such as -o coreset.parquet", help);
        return new MergeRequest(inputs, output)
        {
            Size = parsed.GetValue(Size),
            Order = parsed.GetValue(Order),
            Effort = parsed.GetValue(Effort) ?? Polylog.Effort.Balanced,
            HasReport = parsed.GetValue(Report) is not null,
            Threads = parsed.GetValue(Threads),
        };
    }
}
