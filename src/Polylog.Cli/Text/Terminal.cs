using Spectre.Console;

namespace Polylog.Cli;

/// <summary>The streams of a command: results go to the output, notes and progress to the error stream.</summary>
/// <remarks>
/// Names in files can have characters that control a terminal. None gets through: all that a command writes passes through here.
/// </remarks>
internal sealed class Terminal
{
    // No wrapping here: the terminal wraps long lines itself, and then a path can still be copied.
    private const int Unwrapped = 100_000;

    private readonly IAnsiConsole _styledError;

    private readonly string _program;

    public Terminal(TextWriter output, TextWriter error, string program = ProgramName.Installed)
    {
        _program = program;
        Output = new PlainWriter(output);
        Error = new PlainWriter(error);
        Styled = Create(output, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
        bool live = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        _styledError = Create(error, live);
        foreach (IAnsiConsole console in new[] { Styled, _styledError })
            console.Profile.Width = Unwrapped;
        Progress = live ? Create(error, live) : null;
    }

    public TextWriter Output { get; private set; }

    public TextWriter Error { get; }

    /// <summary>The output, with colours where it is a terminal.</summary>
    public IAnsiConsole Styled { get; private set; }

    /// <summary>Where progress is drawn; null where the error stream is not a terminal.</summary>
    public IAnsiConsole? Progress { get; }

    /// <summary>Writes a note to the error stream.</summary>
    public void Note(string text) => Error.WriteLine($"note: {PlainText.OfMessage(text)}");

    /// <summary>Writes the error that ends the command to the error stream.</summary>
    public void Fail(string text) => Error.WriteLine($"{_program}: {PlainText.OfMessage(text)}");

    /// <summary>Leaves the output to rows of a table: what else would go there goes to the error stream.</summary>
    public void LeaveOutputToRows()
    {
        Output = Error;
        Styled = _styledError;
    }

    private static IAnsiConsole Create(TextWriter writer, bool live)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = live ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = live ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = live ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Pipeline.Attach(new PlainRendering());
        return console;
    }
}
