namespace Polylog;

/// <summary>A leaf of the partition: a run of its points.</summary>
/// <param name="Start">First point.</param>
/// <param name="Count">Number of points.</param>
internal readonly record struct Leaf(int Start, int Count);
