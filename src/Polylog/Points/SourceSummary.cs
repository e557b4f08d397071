namespace Polylog;

/// <summary>What a coreset remembers of the measure it was made from.</summary>
/// <param name="Count">Atoms.</param>
/// <param name="Dimension">Coordinates of an atom.</param>
/// <param name="TotalWeight">Sum of the weights.</param>
internal readonly record struct SourceSummary(int Count, int Dimension, double TotalWeight);
