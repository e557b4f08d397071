namespace Polylog.Networks;

/// <summary>The units kept of a layer, with their new outgoing weights.</summary>
/// <param name="Kept">Indices of units, ascending.</param>
/// <param name="Outgoing">Outgoing weights, kept x outgoing size, row-major.</param>
public sealed record UnitSelection(int[] Kept, double[] Outgoing);
