namespace Polylog;

/// <summary>
/// One way to make a leaf of a region: with an order and a number of points. A value type, since there are tens of thousands of them.
/// </summary>
/// <param name="Region">The region.</param>
/// <param name="Order">Order up to which its moments are matched.</param>
/// <param name="Keep">Points to keep.</param>
/// <param name="Errors">Squared error of each trial function, relative.</param>
/// <param name="Watched">Whether the points beyond the rank serve to watch the next order.</param>
internal readonly record struct LeafOption(RegionEstimate Region, int Order, int Keep, ReadOnlyMemory<double> Errors, bool Watched);
