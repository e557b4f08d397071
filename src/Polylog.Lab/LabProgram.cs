using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The program <c>polylog-lab</c>: the commands that train models.</summary>
internal static class LabProgram
{
    public const string Name = LabCommand.Program;

    public static ProgramDescription Description { get; } = new(Name, Root, Sentence);

    public static ProgramRoot Root(Terminal terminal, CancellationToken cancellation)
    {
        var root = new ProgramRoot(
            ProgramName.Of(Name, "Polylog.Lab.csproj"),
            [new EvaluateCommand(terminal, cancellation), new ReproduceCommand(terminal, cancellation)]);
        root.Complete(
            new HelpPage(
                "Trains models on coresets, and computes the figures of the paper. What works on tables and networks without training is "
                    + "in the program polylog.",
                [$"{Name} <command> [options]"],
                root.Sections,
                [
                    new("make a table to try the commands on", "polylog demo"),
                    new("are 2,000 rows enough to predict y?", $"{Name} evaluate polylog-demo/data.parquet --target y --size 2000"),
                    new("figure 8 with few points, in about a minute", $"{Name} reproduce fig8"),
                    new("show the help page of a command", $"{Name} evaluate --help"),
                ]),
            Name,
            terminal);
        return root;
    }

    private static string? Sentence(Exception exception) =>
        exception is ExperimentException ? LabOptions.Apply(exception.Message) : null;
}
