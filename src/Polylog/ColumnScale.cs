namespace Polylog;

/// <summary>How coordinates of unlike units are made comparable when the longest side of a box is looked for.</summary>
/// <remarks>Moments do not depend on it, only the shape of the leaves does.</remarks>
public enum ColumnScale
{
    /// <summary>By each column's weighted standard deviation: the choice for real tables.</summary>
    StandardDeviation,

    /// <summary>By each column's range, largest minus smallest value.</summary>
    Range,

    /// <summary>Not at all: the columns already share a unit, as in the paper's experiments.</summary>
    None,
}
