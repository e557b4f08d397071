using Spectre.Console;

namespace Polylog.Cli;

/// <summary>The streams of a command: results go to the output, notes and progress to the error stream.</summary>
internal sealed class Terminal
{
    // No wrapping here: the terminal wraps long lines itself, and then a path can still be copied.
    private const int Unwrapped = 100_000;

    public Terminal(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
        Styled = Create(output, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
        Styled.Profile.Width = Unwrapped;
        bool live = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        Progress = live ? Create(error, live) : null;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>The output, with colours where it is a terminal.</summary>
    public IAnsiConsole Styled { get; }

    /// <summary>Where progress is drawn; null where the error stream is not a terminal.</summary>
    public IAnsiConsole? Progress { get; }

    /// <summary>Writes a note to the error stream.</summary>
    public void Note(string text) => Error.WriteLine($"note: {text}");

    private static IAnsiConsole Create(TextWriter writer, bool live) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = live ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = live ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = live ? InteractionSupport.Detect : InteractionSupport.No,
    });
}
