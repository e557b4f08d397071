namespace Polylog;

/// <summary>How much work a compression puts into the error beyond the matched moments. Every level matches the moments alike.</summary>
public enum Effort
{
    /// <summary>Matches the moments up to the order and nothing else. A chosen order has at most 300 moments a leaf.</summary>
    Fast,

    /// <summary>
    /// Keeps the change of the next order's moments small too, or goes on in rounds over tight balls of points where there are 64 moments
    /// or more and some tenths of a second are enough for it. For smooth uses a third of the error, or less, for up to twice the time. A
    /// chosen order has at most 700 moments a leaf, fewer for sizes above 14 000.
    /// </summary>
    Balanced,

    /// <summary>
    /// As balanced, with rounds whatever they cost, and a chosen order may have up to 3000 moments a leaf: for errors near rounding, in
    /// seconds to a minute. With a target and kinked uses, ten times as many exchanges are tried.
    /// </summary>
    Thorough,
}
