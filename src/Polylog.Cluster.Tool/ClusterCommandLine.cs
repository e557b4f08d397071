using System.CommandLine;
using System.CommandLine.Help;
using Polylog.Tables;

namespace Polylog.Cluster.Tool;

/// <summary>Runs a command line of <c>polylog-cluster</c>: arguments in, exit code out, failures as one line.</summary>
internal static class ClusterCommandLine
{
    private const string Name = "polylog-cluster";

    public static int Run(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        using var culture = new InvariantCulture();
        var terminal = new Terminal(output, error);
        try
        {
            return Invoke(arguments, terminal, cancellation);
        }
        catch (UsageException exception)
        {
            string? first = arguments.Count > 0 ? arguments[0] : null;
            string command = Root(terminal, cancellation).Subcommands.Any(one => one.Name == first) ? $"{first} " : "";
            return Fail(terminal, $"{exception.Message} (see {Name} {command}--help)", ExitCode.Usage);
        }
        catch (OperationCanceledException)
        {
            return Fail(terminal, CommandLine.StoppedMessage, ExitCode.Stopped);
        }
        catch (Exception exception)
        {
            Exception cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
            string message = cause is CommandException or TableException or IOException or UnauthorizedAccessException
                ? OptionTranslation.Apply(cause.Message)
                : cause is TimeoutException ? "the nodes do not answer in time; look whether they run, and try again"
                : $"internal error; please report it: {cause.GetType().Name}: {cause.Message}";
            return Fail(terminal, message, ExitCode.Failed);
        }
    }

    private static int Invoke(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        ParseResult parsed = Root(terminal, cancellation).Parse(
            arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not PageAction)
            ParseErrors.Check(parsed);
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static RootCommand Root(Terminal terminal, CancellationToken cancellation)
    {
        PageCommand[] commands =
        [
            new NodeCommand(terminal, cancellation),
            new SubmitCommand(terminal, cancellation),
            new JobCommand(isCancel: false, terminal, cancellation),
            new JobCommand(isCancel: true, terminal, cancellation),
            new JobsCommand(terminal, cancellation),
            new AloneCommand(terminal, cancellation),
            new DemoCommand(terminal, cancellation),
        ];
        var root = new RootCommand();
        foreach (PageCommand command in commands)
            root.Add(command);
        var page = new HelpPage(
            "Compresses tables of many files on several machines, as polylog compress does on one: a job of parts, which any node can do, "
                + "also when some of them are killed.",
            ["polylog-cluster <command> [options]"],
            [new("Commands", [.. commands]), new("Options", [.. root.Options])],
            [
                new("three nodes on this machine, one of them killed", "polylog-cluster demo"),
                new("show the help page of a command", "polylog-cluster node --help"),
            ]);
        Dictionary<Command, HelpPage> pages = commands.ToDictionary(Command (command) => command, command => command.Page);
        pages.Add(root, page);
        foreach (Option option in root.Options)
        {
            option.Description = option is HelpOption ? "Show this page, or the page of a command." : "Show the version.";
            option.Action = option is HelpOption ? new Cli.HelpAction(pages) : new ClusterVersionAction();
        }
        root.SetAction(_ => page.Write(terminal.Output));
        return root;
    }

    private static int Fail(Terminal terminal, string message, int exitCode)
    {
        terminal.Error.WriteLine($"{Name}: {PlainText.OfMessage(message)}");
        return exitCode;
    }
}
