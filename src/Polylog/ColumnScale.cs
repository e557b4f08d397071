namespace Polylog;

/// <summary>The unit in which distances along each coordinate are measured when points are split into leaves.</summary>
/// <remarks>The matched moments do not depend on it. The shape of the leaves does.</remarks>
public enum ColumnScale
{
    /// <summary>Each column's weighted standard deviation. The right choice for most tables.</summary>
    StandardDeviation,

    /// <summary>Each column's range: largest minus smallest value.</summary>
    Range,

    /// <summary>1 for every column: the columns already share a unit, as in the paper's experiments.</summary>
    None,
}
