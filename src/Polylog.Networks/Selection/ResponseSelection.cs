namespace Polylog.Networks;

/// <summary>Units chosen by their responses.</summary>
/// <param name="Units">The units and what they send on.</param>
/// <param name="Bias">What is added to the outputs.</param>
/// <param name="Error">Root mean square error of the outputs on the samples, relative to the outputs' deviation from their means.</param>
public sealed record ResponseSelection(UnitSelection Units, double[] Bias, double Error);
