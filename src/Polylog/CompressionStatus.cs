namespace Polylog;

/// <summary>How a compression ended. <see cref="Coreset.StatusMessage"/> says it in a sentence, with the numbers and what to do.</summary>
public enum CompressionStatus
{
    /// <summary>All moments up to the order match to rounding, with at most as many atoms as were asked for.</summary>
    Matched,

    /// <summary>
    /// As <see cref="Matched"/>. In some leaf the matched functions are linearly dependent (constant, copied or two-valued columns, points
    /// on a curve), so fewer atoms than functions would do.
    /// </summary>
    RankDeficient,

    /// <summary>All moments match, but more atoms are kept than were asked for: fewer could not match them.</summary>
    SizeNotReached,

    /// <summary>
    /// All moments match to rounding, but in some leaf only up to a lower order than was asked for: its points do not resolve the moments
    /// of that order.
    /// </summary>
    OrderLowered,

    /// <summary>
    /// A largest weight was asked for, and it leaves no room for all functions: some moments match to a few digits only.
    /// </summary>
    NearlyMatched,

    /// <summary>
    /// A moment is off by more than 1e-10 of a leaf's weight: rounding errors are too large, and the coreset must not be used.
    /// </summary>
    ResidualAboveLimit,
}
