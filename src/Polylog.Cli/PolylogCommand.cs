using System.CommandLine;
using System.CommandLine.Help;

namespace Polylog.Cli;

/// <summary>The command <c>polylog</c> itself: what it is for, and where to go from there.</summary>
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
            "Compresses a table of rows to a few of its own rows, each with a weight, that have the same moments: "
            + "the same means, covariances and so on up to an order you choose.",
            ["polylog <command> [options]"],
            [new HelpSection("Commands", [compress, plan, inspect, evaluate, shrink, demo, reproduce]), new HelpSection("Options", [.. root.Options])],
            [
                new("see it work in a few seconds", "polylog demo"),
                new("which error would 1,000 rows have?", "polylog plan housing.csv --size 1000"),
                new("keep 1,000 rows with the same moments up to order 3",
                    "polylog compress housing.csv --order 3 --size 1000 -o coreset.parquet"),
                new("check that they do", "polylog inspect coreset.parquet --against housing.csv"),
                new("half the units of a neural network", "polylog shrink model.onnx -o small.onnx --fraction 0.5 --calibration x.npy"),
                new("all about a command", "polylog compress --help"),
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
            option.Description = option is HelpOption ? "Show this page, or a command's own." : "Show the version.";
            option.Action = option is HelpOption ? new HelpAction(pages) : new VersionAction();
        }
        root.SetAction(_ => page.Write(terminal.Output));
        return root;
    }
}
