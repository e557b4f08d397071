namespace Polylog.Experiments;

/// <summary>A part of a figure that is worked out at once and whose rows are kept together.</summary>
/// <param name="Title">What it is, for a person who waits.</param>
/// <param name="Keys">How each of its rows begins: the first cells, joined by commas. No two rows of a figure begin alike.</param>
/// <param name="Cost">Time it takes compared with the others, roughly; above 0.</param>
/// <param name="Run">
/// Works it out and gives the cells after each key, in the order of <paramref name="Keys"/>; is told where to report the share done.
/// </param>
public sealed record WorkUnit(
    string Title,
    IReadOnlyList<string> Keys,
    double Cost,
    Func<IProgress<double>?, CancellationToken, IReadOnlyList<IReadOnlyList<string>>> Run);
