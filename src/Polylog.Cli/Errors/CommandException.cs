namespace Polylog.Cli;

/// <summary>A command that cannot do what was asked. The message is one line that says what to do instead.</summary>
internal sealed class CommandException(string message) : Exception(message);
