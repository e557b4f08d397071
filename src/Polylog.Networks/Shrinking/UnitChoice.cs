namespace Polylog.Networks;

/// <summary>Chooses units of a layer, for as many sizes as are asked for.</summary>
internal abstract class UnitChoice
{
    /// <summary>The fewest units that can be chosen.</summary>
    public abstract int Least { get; }

    /// <summary>Inputs looked at.</summary>
    public virtual long Samples => 0;

    /// <summary>Chooses.</summary>
    public abstract ChosenUnits Choose(int size, CancellationToken cancellation);
}
