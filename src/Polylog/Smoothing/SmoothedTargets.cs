namespace Polylog;

/// <summary>Targets of kept rows with less noise, and how they were made.</summary>
/// <param name="Values">Count x target count of the kept rows, row-major.</param>
internal sealed record SmoothedTargets(double[] Values)
{
    /// <summary>Share of the target's variance over the kept rows that is gone, one a target; below 0 where it grew.</summary>
    public required double[] VarianceRemoved { get; init; }

    /// <summary>Share of the regression in an estimate, one a target; the row's own target has the rest.</summary>
    public required double[] Share { get; init; }

    /// <summary>
    /// Share of the target's variance that the regression leaves unexplained on rows it was not fitted to, one a target. Noise is a part
    /// of it. Null where nothing was smoothed.
    /// </summary>
    public required double?[] Unexplained { get; init; }

    /// <summary>Rows that the regression was fitted to, over all groups.</summary>
    public required int Rows { get; init; }
}
