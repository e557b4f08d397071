namespace Polylog.Experiments;

/// <summary>An experiment that cannot be done or continued as asked. The message is one line a person can act on.</summary>
/// <param name="message">The value, the place, the rule and the way out.</param>
public sealed class ExperimentException(string message) : Exception(message);
