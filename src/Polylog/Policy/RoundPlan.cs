namespace Polylog;

/// <summary>How a compression goes on in rounds after its first pass.</summary>
/// <param name="Start">Points the first pass leaves, as a multiple of the points to keep; 1 for no rounds.</param>
/// <param name="Step">Points a ball loses at once, as a part of the functions it matches.</param>
internal readonly record struct RoundPlan(double Start, double Step)
{
    /// <summary>No rounds.</summary>
    public static RoundPlan None => new(1, 0);

    /// <summary>Whether there are any.</summary>
    public bool IsAny => Start > 1;

    /// <summary>Points that the first pass leaves.</summary>
    /// <param name="keep">Points to keep in the end.</param>
    /// <param name="count">Points there are.</param>
    public int PointsOfFirstPass(int keep, int count) => (int)Math.Min(count, Start * keep);
}
