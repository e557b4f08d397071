namespace Polylog.Cli;

/// <summary>A command line that is wrong whatever the files contain.</summary>
/// <param name="message">One line: the value, the rule and what to do instead.</param>
/// <param name="help">The command that shows the help page.</param>
internal sealed class UsageException(string message, string help) : Exception(message)
{
    public string Help { get; } = help;
}
