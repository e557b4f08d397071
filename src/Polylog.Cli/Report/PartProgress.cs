namespace Polylog.Cli;

/// <summary>How far work of many parts is.</summary>
/// <param name="Share">The share done, 0 to 1.</param>
/// <param name="Now">What is being done.</param>
/// <param name="Left">Time left, judged by the time taken so far; null while there is nothing to judge by.</param>
internal sealed record PartProgress(double Share, string Now, TimeSpan? Left);
