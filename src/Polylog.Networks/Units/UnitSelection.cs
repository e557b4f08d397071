namespace Polylog.Networks;

/// <summary>Units that stay, and what they send on.</summary>
/// <param name="Kept">Indices of units, ascending.</param>
/// <param name="Outgoing">Kept x outgoing size, row-major.</param>
public sealed record UnitSelection(int[] Kept, double[] Outgoing);
