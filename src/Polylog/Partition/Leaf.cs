namespace Polylog;

/// <summary>A run of the partition's points and how many of them may stay.</summary>
/// <param name="Start">First point.</param>
/// <param name="Count">Number of points.</param>
/// <param name="Target">Points that may stay, 1 .. Count.</param>
internal readonly record struct Leaf(int Start, int Count, int Target);
