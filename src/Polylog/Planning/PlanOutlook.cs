namespace Polylog;

/// <summary>Whether a planned compression is worthwhile.</summary>
internal enum PlanOutlook
{
    /// <summary>It is worthwhile.</summary>
    Good,

    /// <summary>The error asked for takes more than half of the rows, whatever the order.</summary>
    TooManyRows,

    /// <summary>At the size asked for, no order is <see cref="CompressionPlan.LeastGain"/> times better than random rows, nor are
    /// even weights where they were tried.</summary>
    LikeRandom,
}
