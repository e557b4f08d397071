namespace Polylog.Cli;

/// <summary>The command <c>polylog</c>: its purpose, its subcommands and their help pages.</summary>
internal static class PolylogCommand
{
    public static ProgramDescription Program { get; } = new(ProgramName.Installed, Create, _ => null);

    public static ProgramRoot Create(Terminal terminal, CancellationToken cancellation)
    {
        var root = new ProgramRoot(ProgramName.Current,
        [
            new CompressCommand(terminal, cancellation),
            new PlanCommand(terminal, cancellation),
            new InspectCommand(terminal, cancellation),
            new ReportCommand(terminal, cancellation),
            new MergeCommand(terminal, cancellation),
            new UpdateCommand(terminal, cancellation),
            new ShrinkCommand(terminal, cancellation),
            new DemoCommand(terminal, cancellation),
            new LabCommand("evaluate", "train models on all rows, on a coreset and on random rows, and compare their errors", terminal,
                cancellation),
            new LabCommand("reproduce", "compute and draw a figure of the paper", terminal, cancellation),
        ]);
        root.Complete(
            new HelpPage(
                "Keeps a few rows of a table unchanged and gives each a weight, so that all moments up to a chosen "
                + "order (means, covariances, ...) stay the same to rounding error.",
                ["polylog <command> [options]"],
                root.Sections,
                [
                    new("make a table to try the commands on: polylog-demo/data.parquet", "polylog demo"),
                    new("which error would 1,000 rows have?", "polylog plan polylog-demo/data.parquet --size 1000"),
                    new("keep 1,000 rows with the same moments up to order 3",
                        "polylog compress polylog-demo/data.parquet --order 3 --size 1000 -o coreset.parquet"),
                    new("check that the moments are the same", "polylog inspect coreset.parquet --against polylog-demo/data.parquet"),
                    new("show the help page of a command", "polylog compress --help"),
                ]),
            ProgramName.Installed,
            terminal);
        return root;
    }
}
