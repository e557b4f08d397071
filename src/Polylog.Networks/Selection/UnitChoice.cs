namespace Polylog.Networks;

/// <summary>Chooses units of a layer, for as many sizes as are asked for.</summary>
internal abstract class UnitChoice
{
    /// <summary>The fewest units that can be chosen.</summary>
    public abstract int Least { get; }

    /// <summary>Samples of the responses that the choice is based on.</summary>
    public virtual long Samples => 0;

    /// <summary>Whether more units are often worse, so that bisection alone does not find the fewest that are good enough.</summary>
    public virtual bool IsUneven => false;

    /// <summary>Chooses at most <paramref name="size"/> units.</summary>
    public abstract ChosenUnits Choose(int size, CancellationToken cancellation);

    /// <summary>Several choices of at most <paramref name="size"/> units, for a caller that can measure which is best.</summary>
    public virtual IEnumerable<ChosenUnits> Candidates(int size, CancellationToken cancellation) => [Choose(size, cancellation)];
}
