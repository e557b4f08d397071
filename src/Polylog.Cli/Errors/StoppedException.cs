namespace Polylog.Cli;

/// <summary>A command that was stopped, and whose work so far can be used. The message is a clause that says how.</summary>
internal sealed class StoppedException(string message) : OperationCanceledException(message);
