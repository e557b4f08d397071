namespace Polylog.Networks;

/// <summary>A value of a graph that holds the responses of all units of a group.</summary>
/// <param name="Value">Its name.</param>
/// <param name="FromEnd">The dimension that has the units, 1 for the last.</param>
/// <param name="Span">Where they are along it.</param>
internal sealed record ResponsePlace(string Value, int FromEnd, UnitSpan Span)
{
    /// <summary>
    /// Responses of a unit that are matched together, such as the numbers of a head; 1 where each index of a block is a sample of its own,
    /// such as the places of a channel.
    /// </summary>
    public int Columns { get; init; } = 1;

    /// <summary>Whether a Reshape to rows of a fixed length made the value: only a run shows whether it keeps the examples apart.</summary>
    public bool IsFlat { get; init; }
}
