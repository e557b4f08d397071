namespace Polylog.Networks;

/// <summary>Chooses units of a layer, for as many sizes as are asked for.</summary>
internal abstract class UnitChoice
{
    /// <summary>The fewest units that can be chosen.</summary>
    public abstract int Least { get; }

    /// <summary>Inputs looked at.</summary>
    public virtual long Samples => 0;

    /// <summary>Whether more units can well be worse, so that halving alone does not find the fewest.</summary>
    public virtual bool IsUneven => false;

    /// <summary>Chooses.</summary>
    public abstract ChosenUnits Choose(int size, CancellationToken cancellation);

    /// <summary>Choices of a size of which the best is to be taken, where that can be measured.</summary>
    public virtual IEnumerable<ChosenUnits> Candidates(int size, CancellationToken cancellation) => [Choose(size, cancellation)];
}
