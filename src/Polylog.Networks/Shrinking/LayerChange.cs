namespace Polylog.Networks;

/// <summary>What became of a layer.</summary>
/// <param name="Layer">The layer before.</param>
/// <param name="Units">Units it has now, at least 1.</param>
/// <param name="Method">How they were chosen.</param>
public sealed record LayerChange(LayerInfo Layer, int Units, ShrinkMethod Method)
{
    /// <summary>Units removed because they had no effect, were constant, or were copies of another.</summary>
    public int Idle { get; init; }

    /// <summary>Samples of the units' responses that the choice is based on; 0 for a choice without inputs.</summary>
    public long Samples { get; init; }

    /// <summary>
    /// With <see cref="ShrinkGoal.Dynamics"/>, the mass of each unit: how many units of the original layer it stands for, above 0. Else
    /// empty.
    /// </summary>
    public IReadOnlyList<double> Masses { get; init; } = [];

    /// <summary>With <see cref="ShrinkGoal.Dynamics"/>, the order up to which the units' moments are preserved; else null.</summary>
    public int? Order { get; init; }

    /// <summary>
    /// The squared error that remains at the layer's readers with each number of units, from 0 to all, as a share of that with none; null
    /// where nobody asked for it.
    /// </summary>
    internal IReadOnlyList<double>? Curve { get; init; }
}
