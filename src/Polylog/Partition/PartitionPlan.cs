namespace Polylog;

/// <summary>How points are to be split into leaves.</summary>
/// <param name="Leaves">Number of leaves, 1 .. number of atoms of positive weight.</param>
/// <param name="Axes">The first so many coordinates are split on; those after them only go along.</param>
/// <param name="Units">Length that counts as 1 along each axis.</param>
/// <param name="Keep">Points that all leaves keep together, at most as many as there are: each leaf has at least its even share.</param>
internal readonly record struct PartitionPlan(int Leaves, int Axes, double[] Units, int Keep)
{
    /// <summary>
    /// Whether even weights of the kept points count for more than small leaves. Then the length of a leaf does not decide where weighted
    /// points are cut.
    /// </summary>
    public bool WantsEvenWeights { get; init; }
}
