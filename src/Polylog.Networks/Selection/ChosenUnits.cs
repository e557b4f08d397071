namespace Polylog.Networks;

/// <summary>The units kept of a layer.</summary>
/// <param name="Units">The units and their outgoing weights.</param>
/// <param name="Shift">Added to the outgoing bias, one number an output; empty for nothing.</param>
/// <param name="Method">How they were chosen.</param>
internal sealed record ChosenUnits(UnitSelection Units, double[] Shift, ShrinkMethod Method)
{
    /// <summary>With <see cref="ShrinkMethod.Moments"/>, how many units each stands for; else empty.</summary>
    public double[] Masses { get; init; } = [];

    /// <summary>With <see cref="ShrinkMethod.Moments"/>, the order up to which moments are preserved; else null.</summary>
    public int? Order { get; init; }
}
