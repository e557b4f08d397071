namespace Polylog.Cli;

/// <summary>A command line that makes no sense whatever the files hold.</summary>
/// <param name="message">One line: the value, the rule, the way out.</param>
/// <param name="help">The command that shows how it is done.</param>
internal sealed class UsageException(string message, string help) : Exception(message)
{
    public string Help { get; } = help;
}
