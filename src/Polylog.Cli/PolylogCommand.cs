using System.CommandLine;
using System.CommandLine.Help;

namespace Polylog.Cli;

/// <summary>The command <c>polylog</c>: its purpose, its subcommands and their help pages.</summary>
internal static class PolylogCommand
{
    public static RootCommand Create(Terminal terminal, CancellationToken cancellation)
    {
        var compress = new CompressCommand(terminal, cancellation);
        var plan = new PlanCommand(terminal, cancellation);
        var inspect = new InspectCommand(terminal, cancellation);
        var shrink = new ShrinkCommand(terminal, cancellation);
        var evaluate = new EvaluateCommand(terminal, cancellation);
        var demo = new DemoCommand(terminal, cancellation);
        var reproduce = new ReproduceCommand(terminal, cancellation);
        var root = new RootCommand { compress, plan, inspect, evaluate, shrink, demo, reproduce };
        var page = new HelpPage(
            "Keeps a few rows of a table, unchanged, and weights them so that all moments up to a chosen "
            + "order (means, covariances, ...) are preserved to rounding error.",
            ["polylog <command> [options]"],
            [
                new HelpSection("Commands", [compress, plan, inspect, evaluate, shrink, demo, reproduce]),
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
        var pages = new Dictionary<Command, HelpPage>
        {
            [root] = page,
            [compress] = compress.Page,
            [plan] = plan.Page,
            [inspect] = inspect.Page,
            [evaluate] = evaluate.Page,
            [shrink] = shrink.Page,
            [demo] = demo.Page,
            [reproduce] = reproduce.Page,
        };
        foreach (Option option in root.Options)
        {
            option.Description = option is HelpOption ? "Show this page, or the page of a command." : "Show the version.";
            option.Action = option is HelpOption ? new HelpAction(pages) : new VersionAction();
        }
        root.SetAction(_ => page.Write(terminal.Output));
        return root;
    }
}
