namespace Polylog;

/// <summary>The leaves of one order.</summary>
/// <param name="Order">Order up to which their moments match.</param>
/// <param name="Leaves">How many there are.</param>
/// <param name="Points">Points they keep.</param>
/// <param name="BoundFactor">
/// Their part of the error's bound: the sum over all their points z, kept and original, of weight |z - centre|^(order + 1) / (order + 1)!, divided by the
/// measure's whole weight, in columns scaled to standard deviation 1.
/// </param>
public sealed record OrderShare(int Order, int Leaves, int Points, double BoundFactor);
