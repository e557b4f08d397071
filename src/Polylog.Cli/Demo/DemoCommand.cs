using System.CommandLine;

namespace Polylog.Cli;

/// <summary><c>polylog demo</c>.</summary>
internal sealed class DemoCommand : Command
{
    private const string DefaultFolder = "polylog-demo";

    private readonly Option<string?> _output = ValueOptions.Text("--output", "<folder>",
        "Where the files go; default: ./polylog-demo. Made if it is not there.", "-o");

    private readonly Option<int?> _rows = ValueOptions.Whole("--rows", "<n>", "Rows to make; default: 200000.");

    private readonly Option<int?> _size = ValueOptions.Whole("--size", "<n>", "Rows to keep; default: a hundredth, and at least 56.");

    private readonly Option<int?> _seed = ValueOptions.Whole("--seed", "<n>", "Another seed makes other data; default: 1.");

    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;

    public DemoCommand(Terminal terminal, CancellationToken cancellation)
        : base("demo", "Make a table, compress it and draw a picture, in a few seconds.")
    {
        _terminal = terminal;
        _cancellation = cancellation;
        foreach (Option option in Page.Sections.SelectMany(section => section.Symbols).OfType<Option>())
            Add(option);
        SetAction(Run);
    }

    public HelpPage Page => new(
        "Makes a table of regression data (two inputs and the noisy output of a small neural "
        + "network), compresses it at order 5, and compares the coreset with as many random rows.",
        ["polylog demo [options]"],
        [new("Options", [_output, _rows, _size, _seed])],
        [
            new("200,000 rows to 2,000", "polylog demo"),
            new("fewer, elsewhere", "polylog demo --rows 20000 --size 500 --output /tmp/demo"),
            new("check the result by hand", "polylog inspect polylog-demo/coreset.parquet --against polylog-demo/data.parquet"),
        ]);

    private int Run(ParseResult parsed)
    {
        int rows = parsed.GetValue(_rows) ?? 200_000;
        int size = parsed.GetValue(_size) ?? Math.Min(rows, Math.Max(DemoJob.LeastSize, rows / 100));
        string help = ParseErrors.HelpOf(this);
        if (size > rows)
            throw new UsageException($"--size is {size}, but --rows only {rows}; keep at most as many as there are", help);
        if (size < DemoJob.LeastSize)
        {
            string few = rows < DemoJob.LeastSize ? $"--rows is {rows}" : $"--size is {size}";
            throw new UsageException($"{few}, but order {DemoJob.Order} in 3 columns has {DemoJob.LeastSize} "
                + $"moments; {(rows < DemoJob.LeastSize ? "make" : "keep")} at least that many", help);
        }
        string folder = parsed.GetValue(_output) ?? DefaultFolder;
        var demonstration = new DemoJob(folder, rows, size, (ulong)(parsed.GetValue(_seed) ?? 1));
        DemoOutcome outcome = demonstration.Run(new Watch(_terminal.Progress), _cancellation);
        DemoSummary.Write(outcome, _terminal.Styled);
        return ExitCode.Done;
    }
}
