using System.CommandLine;
using System.CommandLine.Help;

namespace Polylog.Cli;

/// <summary>The command <c>polylog</c>: its purpose, its subcommands and their help pages.</summary>
internal static class PolylogCommand
{
    public static RootCommand Create(Terminal terminal, CancellationToken cancellation)
    {
        PageCommand[] commands =
        [
            new CompressCommand(terminal, cancellation),
            new PlanCommand(terminal, cancellation),
            new InspectCommand(terminal, cancellation),
            new ReportCommand(terminal, cancellation),
            new MergeCommand(terminal, cancellation),
            new UpdateCommand(terminal, cancellation),
            new EvaluateCommand(terminal, cancellation),
            new ShrinkCommand(terminal, cancellation),
            new DemoCommand(terminal, cancellation),
            new ReproduceCommand(terminal, cancellation),
        ];
        var root = new RootCommand();
        foreach (PageCommand command in commands)
            root.Add(command);
        var page = new HelpPage(
            "Keeps a few rows of a table unchanged and gives each a weight, so that all moments up to a chosen "
            + "order (means, covariances, ...) stay the same to rounding error.",
            ["polylog <command> [options]"],
            [
                new HelpSection("Commands", [.. commands]),
                new HelpSection("Options", [.. root.Options]),
            ],
            [
                new("make a table to try the commands on: polylog-demo/data.parquet", "polylog demo"),
                new("which error would 1,000 rows have?", "polylog plan polylog-demo/data.parquet --size 1000"),
                new("keep 1,000 rows with the same moments up to order 3",
                    "polylog compress polylog-demo/data.parquet --order 3 --size 1000 -o coreset.parquet"),
                new("check that the moments are the same", "polylog inspect coreset.parquet --against polylog-demo/data.parquet"),
                new("show the help page of a command", "polylog compress --help"),
            ]);
        Dictionary<Command, HelpPage> pages = commands.ToDictionary(Command (command) => command, command => command.Page);
        pages.Add(root, page);
        foreach (Option option in root.Options)
        {
            option.Description = option is HelpOption ? "Show this page, or the page of a command." : "Show the version.";
            option.Action = option is HelpOption ? new HelpAction(pages) : new VersionAction();
        }
        root.SetAction(_ => page.Write(terminal.Output));
        return root;
    }
}
