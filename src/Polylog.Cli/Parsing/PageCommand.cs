using System.CommandLine;

namespace Polylog.Cli;

/// <summary>A command with a help page, which also says what its options are.</summary>
internal abstract class PageCommand(string name, string description, Terminal terminal, CancellationToken cancellation)
    : Command(name, description)
{
    protected Terminal Terminal { get; } = terminal;

    protected CancellationToken Cancellation { get; } = cancellation;

    public abstract HelpPage Page { get; }

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult parsed);

    /// <summary>Adds the argument, the options of the page, and the action; for constructors, once the options are there.</summary>
    protected void Complete(Argument? argument = null)
    {
        if (argument is not null)
            Add(argument);
        foreach (Option option in Page.Sections.SelectMany(section => section.Symbols).OfType<Option>())
            Add(option);
        SetAction(parsed =>
        {
            RowsOnOutput.Prepare(parsed, Terminal, ParseErrors.HelpOf(this));
            return Run(parsed);
        });
    }
}
