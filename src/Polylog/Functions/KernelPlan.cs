namespace Polylog;

/// <summary>How many kernel functions there are to be, and what they are to be found from.</summary>
/// <param name="Matched">Functions that are matched exactly, at least 0.</param>
/// <param name="Watched">Functions after those that are kept small.</param>
/// <param name="Sample">Rows of the sample that landmarks are taken from.</param>
/// <param name="Landmarks">Landmarks, at least as many as functions.</param>
internal readonly record struct KernelPlan(int Matched, int Watched, int Sample, int Landmarks)
{
    /// <summary>Functions in all.</summary>
    public int Count => Matched + Watched;
}
