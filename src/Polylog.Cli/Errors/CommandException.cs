namespace Polylog.Cli;

/// <summary>Work that cannot be done as asked. The message is one line a person can act on.</summary>
internal sealed class CommandException(string message) : Exception(message);
