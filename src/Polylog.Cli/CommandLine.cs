using System.CommandLine;
using Polylog.Networks;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Runs a command line: arguments in, exit code out, each failure as one line on the error stream.</summary>
internal static class CommandLine
{
    public const string StoppedMessage = "stopped before the end";

    private const string NoMemory =
        "not enough memory; use fewer --columns, a lower --order, or fewer rows (a query with --sql)";

    public static int Run(
        IReadOnlyList<string> arguments,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation = default) => Run(PolylogCommand.Program, arguments, output, error, cancellation);

    /// <summary>Runs a command line of a program.</summary>
    public static int Run(
        ProgramDescription program,
        IReadOnlyList<string> arguments,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation)
    {
        using var culture = new InvariantCulture();
        var terminal = new Terminal(output, error, program.Name);
        try
        {
            return Invoke(program.Root(terminal, cancellation), arguments, terminal);
        }
        catch (UsageException exception)
        {
            return Fail(terminal, $"{exception.Message} (see {exception.Help})", ExitCode.Usage);
        }
        catch (Exception exception)
        {
            Exception cause = Innermost(exception);
            return program.Sentence(cause) is { } sentence
                ? Fail(terminal, OptionTranslation.Of(sentence, arguments), ExitCode.Failed)
                : Fail(terminal, cause, arguments);
        }
    }

    // Parallel work wraps exceptions, sometimes more than once.
    private static Exception Innermost(Exception exception) =>
        exception is AggregateException { InnerException: { } inner } ? Innermost(inner) : exception;

    private static int Fail(Terminal terminal, Exception exception, IReadOnlyList<string> arguments) => exception switch
    {
        StoppedException stopped => Fail(terminal, $"{StoppedMessage}; {stopped.Message}", ExitCode.Stopped),
        OperationCanceledException => Fail(terminal, StoppedMessage, ExitCode.Stopped),
        OutOfMemoryException => Fail(terminal, OptionTranslation.Of(NoMemory, arguments), ExitCode.Failed),
        TableException or ModelFileException =>
            Fail(terminal, OptionTranslation.Apply(exception.Message, arguments), ExitCode.Failed),
        CommandException => Fail(terminal, OptionTranslation.Of(exception.Message, arguments), ExitCode.Failed),
        IOException or UnauthorizedAccessException => Fail(terminal, exception.Message, ExitCode.Failed),
        _ => Fail(terminal, $"internal error; please report it: {exception.GetType().Name}: {exception.Message}", ExitCode.Failed),
    };

    private static int Invoke(ProgramRoot root, IReadOnlyList<string> arguments, Terminal terminal)
    {
        // A file may be called @x.csv; System.CommandLine would read it as a list of arguments.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not PageAction)
            ParseErrors.Check(parsed);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return parsed.Invoke(configuration);
    }

    private static int Fail(Terminal terminal, string message, int exitCode)
    {
        terminal.Fail(message);
        return exitCode;
    }
}
