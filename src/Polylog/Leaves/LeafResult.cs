namespace Polylog;

/// <summary>What stays of a leaf.</summary>
/// <param name="Indices">Indices in the measure.</param>
/// <param name="Weights">Their weights, positive.</param>
/// <param name="Residual">Largest moment residual in the leaf's basis, relative to the leaf's weight.</param>
internal sealed record LeafResult(int[] Indices, double[] Weights, double Residual);
