namespace Polylog;

/// <summary>A region as a leaf of some order. A value, since there are tens of thousands of them.</summary>
/// <param name="Region">The region.</param>
/// <param name="Order">Order up to which its moments are matched.</param>
/// <param name="Keep">Points to keep.</param>
/// <param name="Errors">Squared error of each trial function, relative.</param>
/// <param name="Watched">Whether the points beyond the rank are there to watch the next order.</param>
internal readonly record struct LeafOption(RegionEstimate Region, int Order, int Keep, ReadOnlyMemory<double> Errors, bool Watched);
