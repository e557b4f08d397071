namespace Polylog;

/// <summary>What a coreset remembers of the measure it was made from.</summary>
/// <param name="Count">Number of atoms.</param>
/// <param name="Dimension">Coordinates of an atom.</param>
/// <param name="TargetCount">Columns of the target; 0 without a loss.</param>
/// <param name="TotalWeight">Sum of the weights.</param>
internal readonly record struct SourceSummary(int Count, int Dimension, int TargetCount, double TotalWeight);
