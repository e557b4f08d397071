namespace Polylog;

/// <summary>The leaves of one order, and their part of the result.</summary>
/// <param name="Order">Order up to which their moments match.</param>
/// <param name="Leaves">How many there are, as in <see cref="Coreset.Leaves"/>.</param>
/// <param name="Points">Points they keep.</param>
/// <param name="ErrorBoundShare">
/// Their part of the error's bound: the sum over all their points z, kept and original, of weight |z - centre|^(order + 1) / (order + 1)!,
/// divided by the measure's whole weight, in columns scaled to standard deviation 1. Rounds add the same sum over the points of every ball
/// they reduced, with the change of a point's weight in place of its weight: they change the average by at most that times M, whatever was
/// done before.
/// </param>
internal sealed record OrderShare(int Order, int Leaves, int Points, double ErrorBoundShare);
