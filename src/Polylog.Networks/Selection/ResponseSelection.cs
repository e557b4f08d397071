namespace Polylog.Networks;

/// <summary>Units chosen by their responses.</summary>
/// <param name="Units">The units and their outgoing weights.</param>
/// <param name="Bias">The bias to add to the outputs.</param>
/// <param name="Error">Root mean square error of the outputs on the samples, divided by the outputs' deviation from their means.</param>
internal sealed record ResponseSelection(UnitSelection Units, double[] Bias, double Error);
