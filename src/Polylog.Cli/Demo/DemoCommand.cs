using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The command <c>polylog demo</c>.</summary>
internal sealed class DemoCommand : PageCommand
{
    private const string DefaultFolder = "polylog-demo";

    private readonly Option<string?> _output = ValueOptions.Text("--output", "<folder>",
        "Folder for the files; default: ./polylog-demo. It is made if it does not exist. Files in it called data.parquet, "
            + "coreset.parquet, random.parquet, network.safetensors or polylog-demo.png are replaced.", "-o");

    private readonly Option<int?> _rows = ValueOptions.Whole("--rows", "<n>", "Number of rows to make; default: 200000.");

    private readonly Option<int?> _size = ValueOptions.Whole("--size", "<n>",
        "Number of rows to keep; default: a hundredth of the rows, and at least 56.");

    private readonly Option<int?> _seed = ValueOptions.Whole("--seed", "<n>",
        "Seed of the random numbers: another seed makes other data; default: 1.");

    public DemoCommand(Terminal terminal, CancellationToken cancellation)
        : base("demo", "Make a table, compress it and draw a picture, in a few seconds.", terminal, cancellation)
    {
        Complete();
    }

    public override HelpPage Page => new(
        "Makes a table of 200,000 rows (two inputs and the noisy output of a small neural network), "
        + "keeps 2,000 weighted rows with the same moments up to order 5, and compares them with "
        + "2,000 random rows. Writes the tables, a picture, and a random network to try shrink on. Takes a few seconds.",
        ["polylog demo [options]"],
        [new("Options", [_output, _rows, _size, _seed])],
        [
            new("200,000 rows to 2,000", "polylog demo"),
            new("fewer rows, in another folder", "polylog demo --rows 20000 --size 500 --output small-demo"),
            new("check the result", "polylog inspect polylog-demo/coreset.parquet --against polylog-demo/data.parquet"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        int rows = parsed.GetValue(_rows) ?? 200_000;
        int size = parsed.GetValue(_size) ?? Math.Min(rows, Math.Max(DemoJob.LeastSize, rows / 100));
        string help = ParseErrors.HelpOf(this);
        if (size > rows)
            throw new UsageException($"--size is {size}, but --rows is only {rows}; keep at most that many", help);
        if (size < DemoJob.LeastSize)
        {
            string few = rows < DemoJob.LeastSize ? $"--rows is {rows}" : $"--size is {size}";
            throw new UsageException($"{few}, but order {DemoJob.Order} in 3 columns has {DemoJob.LeastSize} moments "
                + $"and needs as many rows; {(rows < DemoJob.LeastSize ? "make" : "keep")} at least {DemoJob.LeastSize}", help);
        }
        string folder = parsed.GetValue(_output) ?? DefaultFolder;
        var job = new DemoJob(folder, rows, size, (ulong)(parsed.GetValue(_seed) ?? 1));
        DemoOutcome outcome = job.Run(new Watch(Terminal.Progress), Cancellation);
        DemoSummary.Write(outcome, Terminal.Styled);
        return ExitCode.Done;
    }
}
