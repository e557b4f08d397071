using System.CommandLine;
using System.CommandLine.Help;

namespace Polylog.Cli;

/// <summary>The commands of a program, and how a user starts it.</summary>
internal sealed class ProgramRoot : RootCommand
{
    private readonly IReadOnlyList<PageCommand> _commands;

    public ProgramRoot(string words, IReadOnlyList<PageCommand> commands)
    {
        Words = words;
        _commands = commands;
        foreach (PageCommand command in commands)
            Add(command);
    }

    /// <summary>The words to type before a command's name.</summary>
    public string Words { get; }

    /// <summary>The commands and the options, for the help page.</summary>
    public IReadOnlyList<HelpSection> Sections => [new("Commands", _commands), new("Options", [.. Options])];

    /// <summary>The words to type before the name of a command of any program.</summary>
    public static string WordsOf(Command command) =>
        command.Parents.Prepend(command).OfType<ProgramRoot>().FirstOrDefault()?.Words ?? ProgramName.Current;

    /// <summary>Gives the program its help page and its version.</summary>
    public void Complete(HelpPage page, string name, Terminal terminal)
    {
        Dictionary<Command, HelpPage> pages = _commands.ToDictionary(Command (command) => command, command => command.Page);
        pages.Add(this, page);
        foreach (Option option in Options)
        {
            option.Description = option is HelpOption ? "Show this page, or the page of a command." : "Show the version.";
            option.Action = option is HelpOption ? new HelpAction(pages) : new VersionAction(name);
        }
        SetAction(_ => page.Write(terminal.Output));
    }
}
