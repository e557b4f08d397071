namespace Polylog.Networks;

/// <summary>How the units of a layer were chosen.</summary>
public enum ShrinkMethod
{
    /// <summary>All that have an effect are still there.</summary>
    Exact,

    /// <summary>Responses on inputs, by least squares.</summary>
    Responses,

    /// <summary>Interpolation between the units' places.</summary>
    Places,

    /// <summary>Moments of the units as points.</summary>
    Moments,
}

/// <summary>What became of a layer.</summary>
/// <param name="Layer">The layer as it was.</param>
/// <param name="Units">Units it has now.</param>
/// <param name="Method">How they were chosen.</param>
public sealed record LayerChange(LayerInfo Layer, int Units, ShrinkMethod Method)
{
    /// <summary>Units gone because they had no effect, were constant, or the same as another.</summary>
    public int Idle { get; init; }

    /// <summary>Inputs the choice was made on; 0 where it took none.</summary>
    public long Samples { get; init; }

    /// <summary>How many units each stands for, with <see cref="ShrinkGoal.Dynamics"/>; else empty.</summary>
    public IReadOnlyList<double> Masses { get; init; } = [];

    /// <summary>Up to which order the units' moments stay, with <see cref="ShrinkGoal.Dynamics"/>; else null.</summary>
    public int? Order { get; init; }
}
