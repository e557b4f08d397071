namespace Polylog.Networks;

/// <summary>Units of a layer for any size: what they send on, and what is added to the outputs.</summary>
/// <param name="Units">The units and what they send on.</param>
/// <param name="Shift">What is added to the outputs; empty for nothing.</param>
/// <param name="Method">How they were chosen.</param>
internal sealed record ChosenUnits(UnitSelection Units, double[] Shift, ShrinkMethod Method)
{
    /// <summary>How many units each stands for, where that was the goal.</summary>
    public double[] Masses { get; init; } = [];

    /// <summary>Up to which order moments stay, where that was the goal.</summary>
    public int? Order { get; init; }
}
