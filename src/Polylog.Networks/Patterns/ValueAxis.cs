namespace Polylog.Networks;

/// <summary>The dimension of a value that has the units of a group.</summary>
/// <param name="FromEnd">Which one, 1 for the last.</param>
/// <param name="Span">Where the units are along it.</param>
internal readonly record struct ValueAxis(int FromEnd, UnitSpan Span)
{
    /// <summary>Whether a Reshape counts channels and places together in it.</summary>
    public bool IsFlat { get; init; }
}
