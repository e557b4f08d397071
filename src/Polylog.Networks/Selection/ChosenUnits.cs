namespace Polylog.Networks;

/// <summary>The units kept of a layer.</summary>
/// <param name="Kept">Indices of units, ascending.</param>
/// <param name="Changes">For each reader, their outgoing weights and what is added to its bias.</param>
/// <param name="Method">How they were chosen.</param>
internal sealed record ChosenUnits(int[] Kept, IReadOnlyList<ReaderChange> Changes, ShrinkMethod Method)
{
    /// <summary>With <see cref="ShrinkMethod.Moments"/>, how many units each stands for; else empty.</summary>
    public double[] Masses { get; init; } = [];

    /// <summary>With <see cref="ShrinkMethod.Moments"/>, the order up to which moments are preserved; else null.</summary>
    public int? Order { get; init; }
}
